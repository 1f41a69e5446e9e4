import { tls } from "../../support/redis/setups.ts";
import { redisContract } from "./redis-contract.ts";

redisContract("Redis with TLS and an ACL user", tls);
