import { glob } from "astro/loaders";
import { z } from "astro/zod";
import { defineCollection } from "astro:content";

/** Guides, one file per language and reader: `zh-cn/operator`, `en/operator`. */
const docs = defineCollection({
  // Ids are made of file names; as these are small letters and hyphens, the slug is the path.
  loader: glob({ base: "./src/content/docs", pattern: "{zh-cn,en}/*.md" }),
  schema: z.strictObject({
    title: z.string(),
    /** One sentence: for whom, and what it tells. */
    lead: z.string(),
    /** Place in the list of guides. */
    order: z.int(),
  }),
});

export const collections = { docs };
