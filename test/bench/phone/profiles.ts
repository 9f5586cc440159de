import type { Browser, BrowserContext, CDPSession } from "@playwright/test";

export interface Profile {
  readonly name: string;
  /** Times slower than this machine. */
  readonly cpu: number;
  /** Bytes per second, latency in ms; -1 for no limit. */
  readonly network: { readonly latency: number; readonly downloadThroughput: number; readonly uploadThroughput: number };
}

/** 1.6 Mbit/s down, 750 kbit/s up, 150 ms: Lighthouse's “slow 4G”, patchy mobile data at its usual. */
export const PHONE: Profile = { name: "phone", cpu: 4, network: { latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 } };
/** As fast as it can: other races between a tap and the scripts than a slow phone shows. */
export const QUICK: Profile = { name: "quick", cpu: 1, network: { latency: 0, downloadThroughput: -1, uploadThroughput: -1 } };

export const coldContext = (browser: Browser): Promise<BrowserContext> =>
  browser.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true, locale: "zh-CN" });

export async function slowDown(session: CDPSession, { cpu, network }: Profile, offline: boolean): Promise<void> {
  await session.send("Network.emulateNetworkConditions", { ...network, offline });
  await session.send("Emulation.setCPUThrottlingRate", { rate: cpu });
}
