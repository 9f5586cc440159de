# Rscript test/stats/relation.R: numbers that relation.test.ts expects. R 4.2, and for the last lines its package survey 4.1.
options(digits = 12)
say <- function(name, ...) cat(name, format(c(...), digits = 12), "\n")
spread <- function(table) { i <- which(table > 0, arr.ind = TRUE); i[rep(seq_len(nrow(i)), table[i]), ] }
lambda <- function(q, df) sapply(c(.975, .025), function(p) if (pchisq(q, df) <= p) 0 else uniroot(function(l) pchisq(q, df, l) - p, c(0, 10 * q), tol = 1e-12)$root)

wide <- matrix(c(20, 15, 25, 30, 10, 20, 12, 28, 18), 3, byrow = TRUE)
x <- chisq.test(wide); n <- sum(wide)
say("chi-square", x$statistic, x$parameter, x$p.value, sqrt(x$statistic / (n * 2)), sqrt(lambda(x$statistic, 4) / (n * 2)))
thin <- matrix(c(1, 2, 9, 0, 7, 1, 5, 1, 2), 3, byrow = TRUE)
set.seed(1); x <- suppressWarnings(chisq.test(thin, simulate.p.value = TRUE, B = 1e6))
say("permutation", x$statistic, x$p.value)
two <- matrix(c(8, 2, 1, 5), 2, byrow = TRUE); x <- fisher.test(two)
say("fisher", x$p.value, x$estimate, x$conf.int)
groups <- spread(wide)  # column 1 the group, column 2 the value
x <- kruskal.test(groups[, 2], groups[, 1])
say("kruskal-wallis", x$statistic, x$parameter, x$p.value, x$statistic / (n - 1), lambda(x$statistic, 2) / (n - 1))
x <- oneway.test(groups[, 2] ~ groups[, 1]); a <- summary(aov(groups[, 2] ~ factor(groups[, 1])))[[1]]
say("welch-anova", x$statistic, x$parameter, x$p.value, a[1, 2] / sum(a[, 2]))
pair <- groups[groups[, 1] < 3, ]; a <- pair[pair[, 1] == 1, 2]; b <- pair[pair[, 1] == 2, 2]
x <- t.test(a, b); m <- length(a) + length(b) - 2
sd <- sqrt(((length(a) - 1) * var(a) + (length(b) - 1) * var(b)) / m); d <- (mean(a) - mean(b)) / sd
j <- gamma(m / 2) / (sqrt(m / 2) * gamma((m - 1) / 2)); e <- sqrt(1 / length(a) + 1 / length(b) + d^2 / (2 * (m + 2)))
say("welch", x$statistic, x$parameter, x$p.value, -diff(x$estimate), x$conf.int, j * d, j * (d - qnorm(.975) * e), j * (d + qnorm(.975) * e))
x <- wilcox.test(a, b, exact = FALSE)
say("mann-whitney", x$statistic, x$p.value, x$statistic / (length(a) * length(b)))
x <- cor.test(groups[, 2], groups[, 1], method = "kendall", exact = FALSE); say("kendall", x$statistic, x$p.value, x$estimate)
x <- suppressWarnings(cor.test(groups[, 2], groups[, 1], method = "spearman", exact = FALSE)); say("spearman", x$statistic, x$p.value, x$estimate)
x <- cor.test(groups[, 2], groups[, 1]); say("pearson", x$statistic, x$parameter, x$p.value, x$estimate, x$conf.int)

# Weighted ranks, without ties: those of svyranktest go by the order of the rows.
suppressMessages(library(survey))
i <- 0:59; d <- data.frame(x = (i * 37) %% 61 + 3 * (i %% 3 == 0) + i / 1000, g = c("a", "b", "c")[i %% 3 + 1], w = 1 + (i * 7) %% 5)
x <- svyranktest(x ~ g, svydesign(~1, weights = ~w, data = d)); say("lumley-scott", x$parameter / 2, x$ddf, x$p.value)
x <- svyranktest(x ~ g, svydesign(~1, weights = ~w, data = d[d$g != "c", ])); say("lumley-scott, two", x$statistic^2, x$parameter, x$p.value, x$estimate)
alike <- spread(matrix(c(0, 12, 0, 5, 5, 5, 1, 3, 9), 3, byrow = TRUE))
x <- svyranktest(x ~ g, svydesign(~1, weights = ~w, data = data.frame(x = alike[, 2], g = factor(alike[, 1]), w = 2.5))); say("lumley-scott, one group alike", x$parameter / 2, x$ddf, x$p.value)
