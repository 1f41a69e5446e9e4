import { single } from "../../support/redis/setups.ts";
import { redisContract } from "./redis-contract.ts";

redisContract("a single Redis", single);
