import { beforeAll, describe, expect, test } from "vitest";
import { PREFIX, rows, type Written, written } from "./fixture.ts";
import { hasPython, hasR, pandas, ran } from "./programs.ts";

let made: Written;
beforeAll(async () => {
  made = await written();
});

const count = (name: string, value: string): number => rows.filter((row) => row[name] === value).length;

describe.skipIf(!hasR)("R", () => {
  test("reads factors with labels in order, numbers, labels of variables, and reasons", () => {
    const said = ran("Rscript", ["-e", `language <- "en"; source("${PREFIX}read.R", encoding = "UTF-8"); cat(levels(responses$all), sep = "|"); cat("\\n"); cat(table(responses$all), "\\n"); cat(class(responses$bat__r1), "\\n"); cat(sum(responses$hours, na.rm = TRUE), "\\n"); cat(attr(responses$tools__wechat, "label"), "\\n"); cat(sum(responses$all__na == "hidden for protection", na.rm = TRUE), "\\n")`], made.folder).split("\n").map((line) => line.trim());
    expect(said).toEqual([
      "40 responses, 18 variables",
      `a, b|say "x"|'=1+1|cloudy 🌦`,
      ["a,b", 'say "x"', "=1+1", "多云🌦"].map((code) => count("all", code)).join(" "),
      "ordered factor",
      String(rows.reduce((sum, row) => sum + Number(row["hours"] ?? 0), 0)),
      "Which tools: WeChat",
      "1",
      "",
    ]);
  });

  test("reads the same in a locale without Chinese, from another folder", () => {
    expect(ran("env", ["LC_ALL=C", "Rscript", `${made.folder}/${PREFIX}read.R`], "/")).toBe("40 responses, 18 variables\n");
  });
});

const program = `import runpy, json
g = runpy.run_path("${PREFIX}read.py")
d = g["read_responses"]("zh")
`;

describe.skipIf(!hasPython)("Python", () => {
  test("reads with the standard library alone", () => {
    const said = ran("python3", ["-c", `import sys; sys.modules["pandas"] = None\n${program}print(json.dumps([d[0]["all"], d[0]["hours"], d[0]["row"], d[7]["all"], d[7]["all__na"], g["read_codebook"]("zh")["all"]["values"]["a,b"], g["REASONS"]["zh"]["hidden"]]))`], made.folder);
    expect(JSON.parse(said)).toEqual(["a,b", 7.5, 1, null, "hidden", "甲，乙", "为保护而隐去"]);
  });

  test.skipIf(pandas === undefined)("reads categories with labels into pandas", () => {
    const said = ran(pandas ?? "", ["-c", `${program}print(json.dumps([list(d["all"].cat.categories), d["all"].value_counts().to_dict(), bool(d["bat__r1"].cat.ordered), float(d["hours"].sum()), d.attrs["labels"]["tools__wechat"], int((d["all__na"] == "为保护而隐去").sum()), int(d["naughty"].notna().sum())]))`], made.folder);
    expect(JSON.parse(said)).toEqual([
      ["甲，乙", "说“x”", "'=1+1", "多云🌦"],
      { "甲，乙": count("all", "a,b"), "说“x”": count("all", 'say "x"'), "'=1+1": count("all", "=1+1"), "多云🌦": count("all", "多云🌦") },
      true,
      rows.reduce((sum, row) => sum + Number(row["hours"] ?? 0), 0),
      "用什么: 微信",
      1,
      rows.filter((row) => row["naughty"] !== null).length,
    ]);
  });

  test("runs by itself and says what it read", () => {
    expect(ran("python3", [`${made.folder}/${PREFIX}read.py`], "/")).toMatch(/^40 responses, 18 variables, a (list|DataFrame)\n$/);
  });
});
