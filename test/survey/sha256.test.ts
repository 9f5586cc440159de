import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { sha256 } from "../../src/survey/sha256.ts";

test.each(["", "abc", "问题", "a".repeat(55), "a".repeat(56), "a".repeat(64), "é".repeat(1000)])("hashes %j as Node does", (text) => expect(sha256(text)).toBe(createHash("sha256").update(text).digest("hex")));
