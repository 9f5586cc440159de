import { variableOf } from "../../survey/codebook.ts";
import { columnOf, isUntold, meaningOf, type Meaning, passingOf, type Recipe } from "./recipe.ts";

const text = (value: string): string => JSON.stringify(value);
const texts = (values: readonly string[]): string => `c(${values.map(text).join(", ")})`;
const at = (column: string): string => `data[[${text(column)}]]`;

/** A program in R, with nothing installed but where it says so, that prints the numbers of the figure. */
export function scriptInR(recipe: Recipe): string {
  const { codebook, variables, by } = recipe;
  const split = by === undefined ? undefined : meaningOf(variableOf(codebook, by));
  const shown = by === undefined ? undefined : variableOf(codebook, recipe.shownBy ?? by);
  const tests = [...new Set(recipe.tests.flatMap(({ test }) => test ?? []))];
  const parts = variables.flatMap((name) => {
    const variable = variableOf(codebook, name);
    if (isUntold(variable)) return [`cat(${text(name)}, sum(is.na(${at(`${name}__na`)})), "answered\\n")`];
    const base = `is.na(${at(`${name}__na`)})`;
    return variable.columns.map(({ name: column }) => {
      const meaning = meaningOf(variable, column);
      const known = recipe.tests.find((each) => each.variable === name && each.column === column);
      return [`x <- ${valueOf(meaning)}`, ...(variable.kind === "multiple" ? [`x[!(${base})] <- NA`] : []), `show(${text(column)}, ${meaning.level === "ordinal" && meaning.codes.length > 0 ? `factor(${at(column)}, ${texts(meaning.codes)})` : "x"}, ${shown === undefined ? "NULL" : at(columnOf(shown))})`, ...(split ? [`y <- ${valueOf(split)}`] : []), ...(split && known?.test !== undefined ? [`result <- rbind(result, related_${known.test.replaceAll("-", "_")}(${text(column)}, x, y))`] : [])].join("\n");
    });
  });
  const isNominal = split?.level === "nominal" ? "y" : "x";
  return `# ${recipe.title.replaceAll("\n", " ")}
# ${text(recipe.file)} 与本程序放在同一文件夹。Put this file and ${text(recipe.file)} into one folder, then: Rscript FILE
data <- read.csv(${text(recipe.file)}, colClasses = "character", na.strings = "", encoding = "UTF-8", check.names = FALSE, comment.char = "")
bytes <- charToRaw(names(data)[1])
if (length(bytes) > 3 && all(bytes[1:3] == as.raw(c(0xef, 0xbb, 0xbf)))) names(data)[1] <- rawToChar(bytes[-(1:3)])
${recipe.derived.map(derivedIn).join("\n")}
${passingOf(recipe).map((list) => `data <- data[${list.map(({ column, among, isNumber }) => (among === "any" ? `!is.na(${at(column)})` : isNumber ? `as.numeric(${at(column)}) %in% c(${among.join(", ")})` : `${at(column)} %in% ${texts(among)}`)).join(" | ") || "FALSE"}, ]`).join("\n")}
weight <- ${codebook.weight === undefined ? "rep(1, nrow(data))" : `ifelse(is.na(${at(codebook.weight)}), 1, as.numeric(${at(codebook.weight)}))`}
least <- ${recipe.least}  # smaller groups are not shown 少于这么多人的组不列出

show <- function(name, x, y) {
  if (is.null(y)) y <- rep("all", length(x))
  for (group in sort(unique(y))) {
    own <- which(!is.na(x) & !is.na(y) & y == group)
    if (length(own) < least) next
    w <- weight[own]; effective <- sum(w)^2 / sum(w^2)
    if (is.factor(x)) {
      share <- tapply(w, x[own], sum, default = 0) / sum(w)
      centre <- (share + qnorm(.975)^2 / (2 * effective)) / (1 + qnorm(.975)^2 / effective)
      half <- qnorm(.975) / (1 + qnorm(.975)^2 / effective) * sqrt(share * (1 - share) / effective + qnorm(.975)^2 / (4 * effective^2))
      print(data.frame(variable = name, group = format(group), value = levels(x), n = length(own), share = as.vector(share)${recipe.isTested ? ", low = as.vector(centre - half), high = as.vector(centre + half)" : ""}), digits = 6)
    } else {
      mean <- sum(w * x[own]) / sum(w)
      error <- sqrt(sum(w^2 * (x[own] - mean)^2) * length(own) / (length(own) - 1)) / sum(w)
      print(data.frame(variable = name, group = format(group), n = length(own), mean = mean${recipe.isTested ? ", low = mean - qnorm(.975) * error, high = mean + qnorm(.975) * error" : ""}), digits = 6)
    }
  }
}
${tests.length === 0 ? "" : `
# 检验只用两题都答的人。Tests are of those who answered both.
both <- function(x, y) {
  own <- which(!is.na(x) & !is.na(y))
  groups <- ${isNominal}
  if (is.factor(groups)) own <- own[groups[own] %in% names(which(table(groups[own]) >= least))]
  list(x = if (is.factor(x)) droplevels(x[own]) else x[own], y = if (is.factor(y)) droplevels(y[own]) else y[own], w = weight[own])
}
line <- function(name, test, statistic, p, effect, estimate, low, high, n)
  data.frame(name, test, statistic = as.vector(statistic), p = as.vector(p), effect, estimate = as.vector(estimate), low = as.vector(low), high = as.vector(high), n)
# Noncentrality of chi-square at either end of what is likely 卡方非中心参数的两端
ends <- function(q, df) sapply(c(.975, .025), function(p) if (pchisq(q, df) <= p) 0 else uniroot(function(l) pchisq(q, df, l) - p, c(0, 10 * q + 100), tol = 1e-10)$root)
# Weighted answers as so many as they are worth 加权的回答按有效样本量折算
worth <- function(w) w * sum(w) / sum(w^2)
# Correlation of weighted ranks 加权的等级相关
ranked <- function(d) {
  ranks <- function(x) { v <- sort(unique(x)); t <- as.vector(xtabs(d$w ~ factor(x, v))); (cumsum(t) - t / 2)[match(x, v)] }
  cov.wt(cbind(ranks(d$x), ranks(d$y)), d$w / sum(d$w), cor = TRUE)$cor[1, 2]
}
${tests.map((test) => TESTS[test] ?? "").join("\n")}
result <- NULL
`}
${parts.join("\n")}
${tests.length === 0 ? "" : `${recipe.tests.length > 1 ? `result$holm <- p.adjust(replace(result$p, duplicated(result$name), NA), "holm")\n` : ""}print(result, digits = 8, row.names = FALSE)\n`}`.replace(/\n{3,}/g, "\n\n");
}

function valueOf({ column, level, codes, scores }: Meaning): string {
  if (level === "nominal") return `factor(${at(column)}, ${texts(codes)})`;
  return codes.length === 0 ? `as.numeric(${at(column)})` : `c(${scores.join(", ")})[match(${at(column)}, ${texts(codes)})]`;
}

function derivedIn({ variable, from, made }: Recipe["derived"][number]): string {
  const to = at(columnOf(variable));
  const reason = `${at(`${variable.name}__na`)} <- ${at(`${from}__na`)}`;
  if (made.by === "choice") return `${to} <- ${at(made.column)}\n${reason}`;
  if (made.by === "cutting") return `${to} <- as.character(cut(as.numeric(${at(from)}), c(-Inf, ${made.edges.join(", ")}, Inf), ${texts(Array.from({ length: made.edges.length + 1 }, (_, i) => `b${i}`))}, right = FALSE))\n${reason}`;
  return [`${to} <- ${at(from)}`, ...made.groups.map(({ code, codes }) => `${to}[${at(from)} %in% ${texts(codes)}] <- ${text(code)}`), reason].join("\n");
}

/** Each gives one line, or two where two effects are told. */
const TESTS: Readonly<Record<string, string>> = {
  "chi-square": `related_chi_square <- function(name, x, y) {
  d <- both(x, y); t <- table(d$y, d$x); test <- chisq.test(t, correct = FALSE); k <- sum(t) * (min(dim(t)) - 1)
  line(name, "chi-square", test$statistic, test$p.value, "V", sqrt(test$statistic / k), sqrt(ends(test$statistic, test$parameter)[1] / k), min(1, sqrt(ends(test$statistic, test$parameter)[2] / k)), sum(t))
}`,
  fisher: `related_fisher <- function(name, x, y) {
  d <- both(x, y); test <- fisher.test(table(d$y, d$x))
  line(name, "fisher", NA, test$p.value, "odds-ratio", test$estimate, test$conf.int[1], test$conf.int[2], length(d$x))
}`,
  permutation: `related_permutation <- function(name, x, y) {  # p differs in the third digit: other draws 抽样不同，p 的第三位会有出入
  d <- both(x, y); t <- table(d$y, d$x); set.seed(1); test <- chisq.test(t, simulate.p.value = TRUE, B = 9999)
  line(name, "permutation", test$statistic, test$p.value, "V", sqrt(test$statistic / (sum(t) * (min(dim(t)) - 1))), NA, NA, sum(t))
}`,
  "rao-scott": `related_rao_scott <- function(name, x, y) {  # needs install.packages("survey")
  d <- both(x, y); test <- survey::svychisq(~y + x, survey::svydesign(~1, weights = ~w, data = as.data.frame(d)))
  t <- xtabs(worth(d$w) ~ d$y + d$x); plain <- suppressWarnings(chisq.test(t, correct = FALSE)); k <- sum(t) * (min(dim(t)) - 1)
  line(name, "rao-scott", test$statistic, test$p.value, "V", sqrt(plain$statistic / k), sqrt(ends(plain$statistic, plain$parameter)[1] / k), min(1, sqrt(ends(plain$statistic, plain$parameter)[2] / k)), length(d$x))
}`,
  "mann-whitney": `related_mann_whitney <- function(name, x, y) {
  d <- both(x, y); if (is.factor(d$x)) d <- list(x = d$y, y = d$x)
  a <- d$x[d$y == levels(d$y)[1]]; b <- d$x[d$y == levels(d$y)[2]]
  test <- wilcox.test(a, b, exact = FALSE); p <- unname(test$statistic / length(a) / length(b))
  ranks <- rank(c(a, b)); first <- seq_along(a)
  error <- sqrt(var((ranks[first] - rank(a)) / length(b)) / length(a) + var((ranks[-first] - rank(b)) / length(a)) / length(b))
  inside <- plogis(qlogis(p) + c(-1, 1) * qnorm(.975) * error / (p * (1 - p)))
  line(name, "mann-whitney", test$statistic, test$p.value, "superiority", p, inside[1], inside[2], length(d$x))
}`,
  "kruskal-wallis": `related_kruskal_wallis <- function(name, x, y) {
  d <- both(x, y); if (is.factor(d$x)) d <- list(x = d$y, y = d$x)
  test <- kruskal.test(d$x, d$y); n <- length(d$x); inside <- ends(test$statistic, test$parameter) / (n - 1)
  line(name, "kruskal-wallis", test$statistic, test$p.value, "epsilon-squared", test$statistic / (n - 1), inside[1], min(1, inside[2]), n)
}`,
  "lumley-scott": `related_lumley_scott <- function(name, x, y) {  # as survey::svyranktest 与 survey::svyranktest 相同
  d <- both(x, y); if (is.factor(d$x)) d <- list(x = d$y, y = d$x, w = d$w)
  place <- function(x, among) { v <- sort(unique(d$x)); t <- as.vector(xtabs(d$w[among] ~ factor(d$x[among], v))); ((cumsum(t) - t / 2) / sum(t))[match(x, v)] }
  n <- length(d$x); r <- place(d$x, seq_len(n)); own <- split(seq_len(n), d$y); k <- length(own)
  mean_of <- function(r, i) sum(d$w[i] * r) / sum(d$w[i])
  spread <- function(r, i) sum(d$w[i]^2 * (r - mean_of(r, i))^2) / sum(d$w[i])^2
  m <- sapply(own, function(i) mean_of(r[i], i)); v <- sapply(own, function(i) spread(r[i], i)) * n / (n - 1)
  flat <- sapply(own, function(i) length(unique(d$x[i])) == 1); middle <- if (any(flat)) m[flat] else sum(m / v) / sum(1 / v)
  f <- sum(((m - middle)^2 / v)[!flat]) / (k - 1); p <- pf(f, k - 1, n - k, lower.tail = FALSE)
  if (k == 2) {
    a <- own[[1]]; b <- own[[2]]; above <- place(d$x[a], b); under <- place(d$x[b], a); higher <- mean_of(above, a)
    error <- sqrt(spread(above, a) * length(a) / (length(a) - 1) + spread(under, b) * length(b) / (length(b) - 1))
    inside <- plogis(qlogis(higher) + c(-1, 1) * qnorm(.975) * error / (higher * (1 - higher)))
    return(line(name, "lumley-scott", f, p, "superiority", higher, inside[1], inside[2], n))
  }
  w <- worth(d$w); all <- sum(w); t <- as.vector(xtabs(w ~ d$x)); ranks <- (cumsum(t) - (t - 1) / 2)[match(d$x, sort(unique(d$x)))]
  h <- (12 / (all * (all + 1)) * sum(sapply(own, function(i) sum(w[i] * ranks[i])^2 / sum(w[i]))) - 3 * (all + 1)) / (1 - sum(t^3 - t) / (all^3 - all))
  inside <- ends(h, k - 1) / (all - 1)
  line(name, "lumley-scott", f, p, "epsilon-squared", h / (all - 1), inside[1], min(1, inside[2]), n)
}`,
  welch: `related_welch <- function(name, x, y) {
  d <- both(x, y); if (is.factor(d$x)) d <- list(x = d$y, y = d$x, w = d$w)
  parts <- lapply(levels(d$y), function(group) {
    own <- d$y == group; x <- d$x[own]; w <- d$w[own]; n <- length(x); mean <- sum(w * x) / sum(w); effective <- sum(w)^2 / sum(w^2)
    list(n = n, mean = mean, v = sum(w^2 * (x - mean)^2) * n / (n - 1) / sum(w)^2, effective = effective, var = sum(worth(w) * (x - mean)^2) / (effective - 1))
  })
  a <- parts[[1]]; b <- parts[[2]]; difference <- a$mean - b$mean; error <- sqrt(a$v + b$v)
  df <- error^4 / (a$v^2 / (a$n - 1) + b$v^2 / (b$n - 1)); half <- qt(.975, df) * error; t <- difference / error
  m <- a$effective + b$effective - 2; g <- difference / sqrt(((a$effective - 1) * a$var + (b$effective - 1) * b$var) / m)
  j <- exp(lgamma(m / 2) - lgamma((m - 1) / 2)) / sqrt(m / 2); e <- qnorm(.975) * sqrt(1 / a$effective + 1 / b$effective + g^2 / (2 * (m + 2)))
  rbind(line(name, "welch", t, 2 * pt(-abs(t), df), "difference", difference, difference - half, difference + half, a$n + b$n),
    line(name, "welch", t, 2 * pt(-abs(t), df), "g", j * g, j * (g - e), j * (g + e), a$n + b$n))
}`,
  "welch-anova": `related_welch_anova <- function(name, x, y) {
  d <- both(x, y); if (is.factor(d$x)) d <- list(x = d$y, y = d$x, w = d$w)
  parts <- sapply(levels(d$y), function(group) {
    own <- d$y == group; x <- d$x[own]; w <- worth(d$w[own]); mean <- sum(w * x) / sum(w)
    c(n = sum(w), mean = mean, var = sum(w * (x - mean)^2) / (sum(w) - 1))
  })
  n <- parts["n", ]; m <- parts["mean", ]; v <- parts["var", ]; k <- length(n); u <- n / v
  spare <- sum((1 - u / sum(u))^2 / (n - 1)) / (k^2 - 1); f <- sum(u * (m - sum(u * m) / sum(u))^2) / (k - 1) / (1 + 2 * (k - 2) * spare)
  between <- sum(n * (m - sum(n * m) / sum(n))^2); within <- sum((n - 1) * v); df <- c(k - 1, sum(n) - k); plain <- between / df[1] / (within / df[2])
  inside <- sapply(c(.975, .025), function(p) if (pf(plain, df[1], df[2]) <= p) 0 else uniroot(function(l) pf(plain, df[1], df[2], l) - p, c(0, 10 * plain * df[1] + 100), tol = 1e-10)$root)
  line(name, "welch-anova", f, pf(f, k - 1, 1 / (3 * spare), lower.tail = FALSE), "eta-squared", between / (between + within), inside[1] / (inside[1] + sum(n)), inside[2] / (inside[2] + sum(n)), length(d$x))
}`,
  kendall: `related_kendall <- function(name, x, y) {  # interval: Brown and Benedetti 1977
  d <- both(x, y); t <- unclass(xtabs(worth(d$w) ~ d$x + d$y)) + 0; n <- sum(t); i <- row(t); j <- col(t); s <- t
  for (cell in seq_along(t)) s[cell] <- sum(t * sign(i - i[cell]) * sign(j - j[cell]))
  a <- rowSums(t); b <- colSums(t); third <- function(t) sum(t * (t - 1) * (2 * t + 5))
  z <- sum(t * s) / 2 / sqrt((third(n) - third(a) - third(b)) / 18 + sum(a * (a - 1)) * sum(b * (b - 1)) / (2 * n * (n - 1)) + sum(a * (a - 1) * (a - 2)) * sum(b * (b - 1) * (b - 2)) / (9 * n * (n - 1) * (n - 2)))
  r <- n^2 - sum(a^2); c <- n^2 - sum(b^2); w <- sqrt(r * c); tau <- sum(t * s) / w
  error <- sqrt(sum(t * (2 * w * s + tau * (a[i] * c + b[j] * r) - n * tau * (r + c))^2)) / w^2
  line(name, "kendall", z, 2 * pnorm(-abs(z)), "tau-b", tau, tau - qnorm(.975) * error, tau + qnorm(.975) * error, length(d$x))
}`,
  spearman: `related_spearman <- function(name, x, y) {  # interval: Bonett and Wright 2000
  d <- both(x, y); n <- sum(worth(d$w)); r <- ranked(d); t <- r * sqrt((n - 2) / (1 - r^2))
  inside <- tanh(atanh(r) + c(-1, 1) * qnorm(.975) * sqrt((1 + r^2 / 2) / (n - 3)))
  line(name, "spearman", (n^3 - n) * (1 - r) / 6, 2 * pt(-abs(t), n - 2), "rho", r, inside[1], inside[2], length(d$x))
}`,
  pearson: `related_pearson <- function(name, x, y) {
  d <- both(x, y); w <- worth(d$w); n <- sum(w); r <- cov.wt(cbind(d$x, d$y), w / n, cor = TRUE)$cor[1, 2]; t <- r * sqrt((n - 2) / (1 - r^2))
  inside <- tanh(atanh(r) + c(-1, 1) * qnorm(.975) / sqrt(n - 3)); m <- length(d$x); rho <- ranked(d)
  around <- tanh(atanh(rho) + c(-1, 1) * qnorm(.975) * sqrt((1 + rho^2 / 2) / (n - 3)))
  rbind(line(name, "pearson", t, 2 * pt(-abs(t), n - 2), "r", r, inside[1], inside[2], m), line(name, "pearson", t, 2 * pt(-abs(t), n - 2), "rho", rho, around[1], around[2], m))
}`,
};
