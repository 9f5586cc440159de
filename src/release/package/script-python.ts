import { DATA } from "../../i18n/data.ts";
import { MISSING } from "../../survey/codebook.ts";

/** A program in Python 3.8 or newer, with the standard library or with pandas. @param prefix of the files' names */
export function scriptPython(prefix: string): string {
  const reasons = (locale: "zh-cn" | "en"): string => `{${MISSING.map((reason) => `"${reason}": ${JSON.stringify(DATA[locale].reasons[reason])}`).join(", ")}}`;
  return `"""把代码、标签和缺失原因读进 Python。Reads codes, labels and missing reasons into Python.

python3 ${prefix}read.py          # 数一数 counts
python3 ${prefix}read.py zh       # 中文标签 Chinese labels
python3 -i ${prefix}read.py       # 接着用 go on with: responses, codebook, REASONS

装了 pandas，responses 是 DataFrame；没有装，是一列字典（代码）。
With pandas, responses is a DataFrame with categories; without, a list of dictionaries with codes.
"""

import csv
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
REASONS = {
    "zh": ${reasons("zh-cn")},
    "en": ${reasons("en")},
}


def table(name):
    with open(FOLDER / ("${prefix}" + name), encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_codebook(language="en"):
    """{variable: {label, kind, columns, reason, values: {code: label}, missing: {code: reason}, choices: {column: label}}}"""
    book = {}
    for row in table("codebook.csv"):
        entry = book.setdefault(row["variable"], {
            "label": row["question_" + language], "kind": row["kind"], "columns": row["columns"].split(),
            "reason": row["reason_column"], "values": {}, "missing": {}, "choices": {}})
        if row["value"] != "":
            if row["missing_reason"] == "":
                entry["values"][row["value"]] = row["label_" + language]
            else:
                entry["missing"][row["value"]] = row["missing_reason"]
        if row["column"] != "":
            entry["choices"][row["column"]] = row["label_" + language]
    return book


def read_responses(language="en"):
    book = read_codebook(language)
    numeric = {column for entry in book.values() if entry["kind"] in ("number", "multiple", "ranking") for column in entry["columns"]}
    try:
        import pandas
    except ImportError:
        return [{name: None if cell == "" else float(cell) if name in numeric else int(cell) if name == "row" else cell
                 for name, cell in row.items()} for row in table("codes.csv")]
    # Words such as None and NA are codes like any other.
    data = pandas.read_csv(FOLDER / "${prefix}codes.csv", keep_default_na=False, na_values=[""],
                           dtype={column: str for entry in book.values() for column in [*entry["columns"], entry["reason"]] if column not in numeric})
    for entry in book.values():
        for column in entry["columns"]:
            if column in numeric:
                continue
            codes = list(entry["values"])
            labels = [entry["values"][code] for code in codes]
            # Two choices may be worded alike: then the codes tell them apart.
            labels = labels if len(set(labels)) == len(labels) else [f"{label} ({code})" for code, label in zip(codes, labels)]
            data[column] = pandas.Categorical(data[column], codes, ordered=entry["kind"] in ("ordinal", "rating")).rename_categories(labels)
        reason = pandas.Categorical(data[entry["reason"]], list(REASONS["en"]))
        data[entry["reason"]] = reason.rename_categories([REASONS[language][each] for each in reason.categories])
    data.attrs["labels"] = {column: entry["label"] + (": " + entry["choices"][column] if column in entry["choices"] else "")
                            for entry in book.values() for column in entry["columns"]}
    return data


if __name__ == "__main__":
    language = "zh" if "zh" in sys.argv[1:] else "en"
    codebook = read_codebook(language)
    responses = read_responses(language)
    print(len(responses), "responses,", len(codebook), "variables,", "a list" if isinstance(responses, list) else "a DataFrame")
`;
}
