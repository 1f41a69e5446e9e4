import { cluster } from "../../support/redis/setups.ts";
import { redisContract } from "./redis-contract.ts";

redisContract("a Redis Cluster", cluster);
