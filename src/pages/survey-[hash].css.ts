import type { APIRoute } from "astro";
import { SHEET, SHEET_HASH } from "../components/sheet.ts";

export const getStaticPaths = () => [{ params: { hash: SHEET_HASH } }];

export const GET: APIRoute = () => new Response(SHEET, { headers: { "content-type": "text/css; charset=utf-8" } });
