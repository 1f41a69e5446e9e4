import { sentinels } from "../../support/redis/setups.ts";
import { redisContract } from "./redis-contract.ts";

redisContract("Redis with Sentinels", sentinels);
