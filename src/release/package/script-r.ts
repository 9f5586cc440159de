import { MISSING } from "../../survey/codebook.ts";
import { DATA } from "../../i18n/data.ts";

/** A program in R, with nothing installed, that reads codes and codebook from the folder in which it stands. @param prefix of the files' names */
export function scriptR(prefix: string): string {
  const reasons = (locale: "zh-cn" | "en"): string => MISSING.map((reason) => `${reason} = ${JSON.stringify(DATA[locale].reasons[reason])}`).join(", ");
  return `# 把代码、标签和缺失原因读成数据框 responses。Reads codes, labels and missing reasons into the data frame 'responses'.
# 要中文标签，先运行 language <- "zh"。For Chinese labels run language <- "zh" first.
# Rscript ${prefix}read.R
# source("${prefix}read.R", encoding = "UTF-8")   # 工作目录须是这个文件夹 in this folder

if (!exists("language")) language <- "en"
arguments <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
folder <- if (length(arguments) == 1 && basename(arguments) == "${prefix}read.R") dirname(arguments) else "."

read_table <- function(name) {
  table <- read.csv(file.path(folder, paste0("${prefix}", name)), colClasses = "character",
    na.strings = "", encoding = "UTF-8", check.names = FALSE, quote = "\\"", comment.char = "")
  bytes <- charToRaw(names(table)[1])
  if (length(bytes) > 3 && all(bytes[1:3] == as.raw(c(0xef, 0xbb, 0xbf)))) names(table)[1] <- rawToChar(bytes[-(1:3)])
  table
}

responses <- read_table("codes.csv")
codebook <- read_table("codebook.csv")
reasons <- list(
  zh = c(${reasons("zh-cn")}),
  en = c(${reasons("en")}))[[language]]

for (name in unique(codebook$variable)) {
  rows <- codebook[codebook$variable == name, ]
  label <- rows[[paste0("question_", language)]][1]
  kind <- rows$kind[1]
  columns <- strsplit(ifelse(is.na(rows$columns[1]), "", rows$columns[1]), " ")[[1]]
  values <- rows[!is.na(rows$value) & is.na(rows$missing_reason), ]
  for (column in columns) {
    if (kind %in% c("number", "multiple", "ranking")) {
      responses[[column]] <- as.numeric(responses[[column]])
    } else {
      responses[[column]] <- factor(responses[[column]], levels = values$value,
        labels = values[[paste0("label_", language)]], ordered = kind %in% c("ordinal", "rating"))
    }
    choice <- rows[[paste0("label_", language)]][which(rows$column == column)]
    attr(responses[[column]], "label") <- if (length(choice) == 1) paste0(label, ": ", choice) else label
  }
  reason <- rows$reason_column[1]
  responses[[reason]] <- factor(responses[[reason]], levels = names(reasons), labels = reasons)
  attr(responses[[reason]], "label") <- label
}
if ("row" %in% names(responses)) responses$row <- as.integer(responses$row)
rm(arguments)
cat(nrow(responses), "responses,", length(unique(codebook$variable)), "variables\\n")
`;
}
