import { variableOf } from "../../survey/codebook.ts";
import { columnOf, isUntold, meaningOf, type Meaning, passingOf, type Recipe } from "./recipe.ts";

const text = (value: string): string => JSON.stringify(value);
const texts = (values: readonly string[]): string => `[${values.map(text).join(", ")}]`;
const at = (column: string): string => `data[${text(column)}]`;

/** A program in Python with pandas and SciPy that prints the numbers of the figure. */
export function scriptInPython(recipe: Recipe): string {
  const { codebook, variables, by } = recipe;
  const split = by === undefined ? undefined : meaningOf(variableOf(codebook, by));
  const shown = by === undefined ? undefined : variableOf(codebook, recipe.shownBy ?? by);
  const tests = [...new Set(recipe.tests.flatMap(({ test }) => test ?? []))];
  const parts = variables.flatMap((name) => {
    const variable = variableOf(codebook, name);
    if (isUntold(variable)) return [`print(${text(name)}, ${at(`${name}__na`)}.isna().sum(), "answered")`];
    return variable.columns.map(({ name: column }) => {
      const meaning = meaningOf(variable, column);
      const known = recipe.tests.find((each) => each.variable === name && each.column === column);
      return [
        `x = ${valueOf(meaning)}${variable.kind === "multiple" ? `.where(${at(`${name}__na`)}.isna())` : ""}`,
        `show(${text(column)}, x, ${meaning.codes.length > 0 ? texts(meaning.codes) : "None"}, ${meaning.level === "ordinal" && meaning.codes.length > 0 ? at(column) : "None"}, ${shown === undefined ? "None" : at(columnOf(shown))})`,
        ...(split ? [`y = ${valueOf(split)}`] : []),
        ...(split && known?.test !== undefined ? [`result += related_${known.test.replaceAll("-", "_")}(${text(column)}, x, y)`] : []),
      ].join("\n");
    });
  });
  return `# ${recipe.title.replaceAll("\n", " ")}
# ${text(recipe.file)} 与本程序放在同一文件夹。Put this file and ${text(recipe.file)} into one folder. pip install pandas scipy
import numpy as np
import pandas as pd
from scipy import stats
from scipy.optimize import brentq
from scipy.special import gammaln

# Words such as None and NA are codes like any other.
data = pd.read_csv(${text(recipe.file)}, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8-sig")
${recipe.derived.map(derivedIn).join("\n")}
${passingOf(recipe).map((list) => `data = data[${list.map(({ column, among, isNumber }) => (among === "any" ? `${at(column)}.notna()` : isNumber ? `pd.to_numeric(${at(column)}).isin([${among.join(", ")}])` : `${at(column)}.isin(${texts(among)})`)).join(" | ") || "[False] * len(data)"}]`).join("\n")}
weight = ${codebook.weight === undefined ? "pd.Series(1.0, data.index)" : `pd.to_numeric(${at(codebook.weight)}).fillna(1)`}
LEAST = ${recipe.least}  # smaller groups are not shown 少于这么多人的组不列出
Z = stats.norm.ppf(0.975)


def show(name, x, codes, values, groups):
    groups = pd.Series("all", data.index) if groups is None else groups
    for group in sorted(groups.dropna().unique()):
        own = x.notna() & (groups == group)
        n, w = own.sum(), weight[own]
        if n < LEAST:
            continue
        effective = w.sum() ** 2 / (w**2).sum()
        if codes is None:
            mean = (w * x[own]).sum() / w.sum()
            error = np.sqrt((w**2 * (x[own] - mean) ** 2).sum() * n / (n - 1)) / w.sum()
            print(name, group, f"n={n} mean={mean:.6g}${recipe.isTested ? " 95%: {mean - Z * error:.6g} to {mean + Z * error:.6g}" : ""}")
            continue
        for code in codes:
            share = w[(x if values is None else values)[own].astype(str) == code].sum() / w.sum()
            centre = (share + Z**2 / (2 * effective)) / (1 + Z**2 / effective)
            half = Z / (1 + Z**2 / effective) * np.sqrt(share * (1 - share) / effective + Z**2 / (4 * effective**2))
            print(name, group, code, f"n={n} share={share:.6g}${recipe.isTested ? " 95%: {centre - half:.6g} to {centre + half:.6g}" : ""}")

${tests.length === 0 ? "" : `
# 检验只用两题都答的人。Tests are of those who answered both.
def both(x, y):
    own = x.notna() & y.notna()
    groups = ${split?.level === "nominal" ? "y" : "x"}
    if groups.dtype == "category":
        counts = groups[own].value_counts()
        own &= groups.isin(counts[counts >= LEAST].index)
    return tuple(each[own].cat.remove_unused_categories() if each.dtype == "category" else each[own] for each in (x, y, weight))


# Numbers and weights of each group 每组的数和权数
def grouped(x, y):
    x, y, w = both(x, y)
    x, y = (y, x) if x.dtype == "category" else (x, y)
    return [(x[y == code].to_numpy(float), w[y == code].to_numpy(float)) for code in y.cat.categories]


def line(name, test, statistic, p, effect, estimate, low, high, n):
    return [dict(name=name, test=test, statistic=statistic, p=p, effect=effect, estimate=estimate, low=low, high=high, n=n)]


# Noncentrality at either end of what is likely 非中心参数的两端
def ends(share, most):
    return [0 if share(0) <= p else brentq(lambda l: share(l) - p, 0, most, xtol=1e-10) for p in (0.975, 0.025)]


def chi_ends(q, df):
    return np.array(ends(lambda l: stats.ncx2.cdf(q, df, l) if l > 0 else stats.chi2.cdf(q, df), 10 * q + 100))


# Weighted answers as so many as they are worth 加权的回答按有效样本量折算
def worth(w):
    return w * w.sum() / (w**2).sum()


# Weighted midranks of any values among these 加权的平均等级
def ranks(values, w, one=1):
    t = pd.Series(np.asarray(w)).groupby(np.asarray(values)).sum().sort_index()
    steps, above = t.index.to_numpy(), np.r_[0, t.cumsum().to_numpy()]

    def at(x):
        left, right = np.searchsorted(steps, x, "left"), np.searchsorted(steps, x, "right")
        return (above[left] + above[right] + one) / 2

    return at


def ranked(x, y, w):
    r = np.cov(ranks(x, w)(x), ranks(y, w)(y), aweights=w)
    return r[0, 1] / np.sqrt(r[0, 0] * r[1, 1])


${tests.map((test) => TESTS[test] ?? "").join("\n\n\n")}


result = []`}
${parts.join("\n")}
${tests.length === 0 ? "" : `result = pd.DataFrame(result)
${recipe.tests.length > 1 ? `first = ~result["name"].duplicated()
ranked = result.loc[first, "p"].sort_values()
result.loc[ranked.index, "holm"] = np.minimum(1, np.maximum.accumulate(ranked.to_numpy() * np.arange(len(ranked), 0, -1)))
` : ""}print(result.to_string(index=False, float_format="%.8g"))
`}`.replace(/\n{4,}/g, "\n\n\n");
}

function valueOf({ column, level, codes, scores }: Meaning): string {
  if (level === "nominal") return `${at(column)}.astype(pd.CategoricalDtype(${texts(codes)}))`;
  return codes.length === 0 ? `pd.to_numeric(${at(column)})` : `${at(column)}.map({${codes.map((code, i) => `${text(code)}: ${scores[i] ?? i}`).join(", ")}})`;
}

function derivedIn({ variable, from, made }: Recipe["derived"][number]): string {
  const to = at(columnOf(variable));
  const reason = `${at(`${variable.name}__na`)} = ${at(`${from}__na`)}`;
  if (made.by === "choice") return `${to} = ${at(made.column)}\n${reason}`;
  if (made.by === "cutting") return `${to} = pd.cut(pd.to_numeric(${at(from)}), [-np.inf, ${made.edges.join(", ")}, np.inf], labels=${texts(Array.from({ length: made.edges.length + 1 }, (_, i) => `b${i}`))}, right=False).astype(object)\n${reason}`;
  return `${to} = ${at(from)}.replace({${made.groups.flatMap(({ code, codes }) => codes.map((each) => `${text(each)}: ${text(code)}`)).join(", ")}})\n${reason}`;
}

/** Each gives one line, or two where two effects are told. */
const TESTS: Readonly<Record<string, string>> = {
  "chi-square": `def related_chi_square(name, x, y):
    x, y, w = both(x, y)
    t = pd.crosstab(y, x)
    q, p, df, _ = stats.chi2_contingency(t, correction=False)
    k = t.to_numpy().sum() * (min(t.shape) - 1)
    low, high = np.sqrt(chi_ends(q, df) / k)
    return line(name, "chi-square", q, p, "V", np.sqrt(q / k), low, min(1, high), len(x))`,
  fisher: `def related_fisher(name, x, y):
    x, y, w = both(x, y)
    t = pd.crosstab(y, x).to_numpy()
    ratio = stats.contingency.odds_ratio(t)
    inside = ratio.confidence_interval(0.95)
    return line(name, "fisher", np.nan, stats.fisher_exact(t)[1], "odds-ratio", ratio.statistic, inside.low, inside.high, len(x))`,
  permutation: `def related_permutation(name, x, y):  # p differs in the third digit: other draws 抽样不同，p 的第三位会有出入
    x, y, w = both(x, y)
    t = pd.crosstab(y, x).to_numpy()
    expected = stats.contingency.expected_freq(t)
    q = ((t - expected) ** 2 / expected).sum()
    drawn = stats.random_table(t.sum(1), t.sum(0), seed=1).rvs(9999)
    far = (((drawn - expected) ** 2 / expected).sum((1, 2)) >= q * (1 - 1e-9)).sum()
    return line(name, "permutation", q, (far + 1) / 10000, "V", np.sqrt(q / (t.sum() * (min(t.shape) - 1))), np.nan, np.nan, len(x))`,
  "rao-scott": `def related_rao_scott(name, x, y):  # Rao and Scott 1984, as svychisq of R's survey package
    x, y, w = both(x, y)
    sums = lambda v: pd.crosstab(y, x, values=v, aggfunc="sum").fillna(0).to_numpy()
    n, rows, columns = len(x), *sums(w).shape
    t = sums(w) / w.sum()
    expected = np.outer(t.sum(1), t.sum(0))
    share, own = t.ravel(), sums(w**2).ravel()
    spread = (np.diag(own) - np.outer(own, share) - np.outer(share, own) + np.outer(share, share) * (w**2).sum()) * n / (n - 1) / w.sum() ** 2
    against = lambda k: np.c_[np.eye(k - 1), -np.ones(k - 1)]
    contrasts = np.kron(against(rows), against(columns)) * np.divide(1, share, out=np.zeros_like(share), where=share > 0)
    effects = np.linalg.solve(contrasts @ np.diag(share / n) @ contrasts.T, contrasts @ spread @ contrasts.T)
    f, df = n * ((t - expected) ** 2 / expected).sum() / np.trace(effects), np.trace(effects) ** 2 / np.trace(effects @ effects)
    q, _, plain, _ = stats.chi2_contingency(sums(worth(w)), correction=False)
    k = worth(w).sum() * (min(t.shape) - 1)
    low, high = np.sqrt(chi_ends(q, plain) / k)
    return line(name, "rao-scott", f, stats.f.sf(f, df, df * (n - 1)), "V", np.sqrt(q / k), low, min(1, high), n)`,
  "mann-whitney": `def related_mann_whitney(name, x, y):
    (a, _), (b, _) = grouped(x, y)
    test = stats.mannwhitneyu(a, b, method="asymptotic")
    share = test.statistic / len(a) / len(b)
    ranks = stats.rankdata(np.concatenate([a, b]))
    spread = [np.var((ranks[: len(a)] - stats.rankdata(a)) / len(b), ddof=1) / len(a), np.var((ranks[len(a) :] - stats.rankdata(b)) / len(a), ddof=1) / len(b)]
    half = Z * np.sqrt(sum(spread)) / (share * (1 - share))
    low, high = (1 / (1 + np.exp(-(np.log(share / (1 - share)) + side * half))) for side in (-1, 1))
    return line(name, "mann-whitney", test.statistic, test.pvalue, "superiority", share, low, high, len(a) + len(b))`,
  "kruskal-wallis": `def related_kruskal_wallis(name, x, y):
    groups = [each for each, _ in grouped(x, y)]
    h, p = stats.kruskal(*groups)
    n = sum(map(len, groups))
    low, high = chi_ends(h, len(groups) - 1) / (n - 1)
    return line(name, "kruskal-wallis", h, p, "epsilon-squared", h / (n - 1), low, min(1, high), n)`,
  "lumley-scott": `def related_lumley_scott(name, x, y):  # as svyranktest of R's survey package
    groups = grouped(x, y)
    values, w = np.concatenate([v for v, _ in groups]), np.concatenate([w for _, w in groups])
    n, k = len(values), len(groups)
    whole, mean = w.sum(), lambda r, w: (w * r).sum() / w.sum()
    at = lambda x: ranks(values, w, 0)(x) / whole
    spread = lambda r, w: (w**2 * (r - mean(r, w)) ** 2).sum() / w.sum() ** 2
    m = np.array([mean(at(v), w) for v, w in groups])
    s = np.array([spread(at(v), w) * n / (n - 1) for v, w in groups])
    flat = np.array([len(set(v)) == 1 for v, _ in groups])
    middle = m[flat] if flat.any() else (m / s).sum() / (1 / s).sum()
    f = ((m - middle)[~flat] ** 2 / s[~flat]).sum() / (k - 1)
    p = stats.f.sf(f, k - 1, n - k)
    if k == 2:
        (a, wa), (b, wb) = groups
        above, under = ranks(b, wb, 0)(a) / wb.sum(), ranks(a, wa, 0)(b) / wa.sum()
        higher = mean(above, wa)
        error = np.sqrt(spread(above, wa) * len(a) / (len(a) - 1) + spread(under, wb) * len(b) / (len(b) - 1))
        low, high = 1 / (1 + np.exp(-np.log(higher / (1 - higher)) + np.array([1, -1]) * Z * error / (higher * (1 - higher))))
        return line(name, "lumley-scott", f, p, "superiority", higher, low, high, n)
    scale = w.sum() / (w**2).sum()
    at, t = ranks(values, w * scale), pd.Series(w * scale).groupby(values).sum().to_numpy()
    total = t.sum()
    h = 12 / (total * (total + 1)) * sum((w * scale * at(v)).sum() ** 2 / (w * scale).sum() for v, w in groups) - 3 * (total + 1)
    h /= 1 - (t**3 - t).sum() / (total**3 - total)
    low, high = chi_ends(h, k - 1) / (total - 1)
    return line(name, "lumley-scott", f, p, "epsilon-squared", h / (total - 1), low, min(1, high), n)`,
  welch: `def related_welch(name, x, y):
    parts = []
    for values, w in grouped(x, y):
        n, mean = len(values), (w * values).sum() / w.sum()
        effective = w.sum() ** 2 / (w**2).sum()
        v = (w**2 * (values - mean) ** 2).sum() * n / (n - 1) / w.sum() ** 2
        parts.append((n, mean, v, effective, (worth(w) * (values - mean) ** 2).sum() / (effective - 1)))
    (n1, m1, v1, e1, s1), (n2, m2, v2, e2, s2) = parts
    error = np.sqrt(v1 + v2)
    df = error**4 / (v1**2 / (n1 - 1) + v2**2 / (n2 - 1))
    t, half = (m1 - m2) / error, stats.t.ppf(0.975, df) * error
    p, m = 2 * stats.t.sf(abs(t), df), e1 + e2 - 2
    d = (m1 - m2) / np.sqrt(((e1 - 1) * s1 + (e2 - 1) * s2) / m)
    j = np.exp(gammaln(m / 2) - gammaln((m - 1) / 2)) / np.sqrt(m / 2)
    e = Z * np.sqrt(1 / e1 + 1 / e2 + d**2 / (2 * (m + 2)))
    return line(name, "welch", t, p, "difference", m1 - m2, m1 - m2 - half, m1 - m2 + half, n1 + n2) + line(name, "welch", t, p, "g", j * d, j * (d - e), j * (d + e), n1 + n2)`,
  "welch-anova": `def related_welch_anova(name, x, y):
    groups = [(values, worth(w)) for values, w in grouped(x, y)]
    n = np.array([w.sum() for _, w in groups])
    m = np.array([(w * values).sum() / w.sum() for values, w in groups])
    v = np.array([(w * (values - (w * values).sum() / w.sum()) ** 2).sum() / (w.sum() - 1) for values, w in groups])
    k, u = len(n), n / v
    spare = ((1 - u / u.sum()) ** 2 / (n - 1)).sum() / (k**2 - 1)
    f = (u * (m - (u * m).sum() / u.sum()) ** 2).sum() / (k - 1) / (1 + 2 * (k - 2) * spare)
    between, within = (n * (m - (n * m).sum() / n.sum()) ** 2).sum(), ((n - 1) * v).sum()
    df = (k - 1, n.sum() - k)
    plain = between / df[0] / (within / df[1])
    low, high = ends(lambda l: stats.ncf.cdf(plain, *df, l) if l > 0 else stats.f.cdf(plain, *df), 10 * plain * df[0] + 100)
    return line(name, "welch-anova", f, stats.f.sf(f, k - 1, 1 / (3 * spare)), "eta-squared", between / (between + within), low / (low + n.sum()), high / (high + n.sum()), sum(len(values) for values, _ in groups))`,
  kendall: `def related_kendall(name, x, y):  # interval: Brown and Benedetti 1977
    x, y, w = both(x, y)
    t = pd.crosstab(x, y, values=worth(w), aggfunc="sum").fillna(0).to_numpy()
    n, (i, j) = t.sum(), np.indices(t.shape)
    s = np.array([[(t * np.sign(i - a) * np.sign(j - b)).sum() for b in range(t.shape[1])] for a in range(t.shape[0])])
    a, b, third = t.sum(1), t.sum(0), lambda t: (t * (t - 1) * (2 * t + 5)).sum()
    second, triple = (lambda t: (t * (t - 1)).sum()), (lambda t: (t * (t - 1) * (t - 2)).sum())
    z = (t * s).sum() / 2 / np.sqrt((third(n) - third(a) - third(b)) / 18 + second(a) * second(b) / (2 * n * (n - 1)) + triple(a) * triple(b) / (9 * n * (n - 1) * (n - 2)))
    r, c = n**2 - (a**2).sum(), n**2 - (b**2).sum()
    root = np.sqrt(r * c)
    tau = (t * s).sum() / root
    error = np.sqrt((t * (2 * root * s + tau * (a[i] * c + b[j] * r) - n * tau * (r + c)) ** 2).sum()) / root**2
    return line(name, "kendall", z, 2 * stats.norm.sf(abs(z)), "tau-b", tau, tau - Z * error, tau + Z * error, len(x))`,
  spearman: `def related_spearman(name, x, y):  # interval: Bonett and Wright 2000
    x, y, w = both(x, y)
    n, r = worth(w).sum(), ranked(x, y, w)
    low, high = np.tanh(np.arctanh(r) + np.array([-1, 1]) * Z * np.sqrt((1 + r**2 / 2) / (n - 3)))
    return line(name, "spearman", (n**3 - n) * (1 - r) / 6, 2 * stats.t.sf(abs(r) * np.sqrt((n - 2) / (1 - r**2)), n - 2), "rho", r, low, high, len(x))`,
  pearson: `def related_pearson(name, x, y):
    x, y, w = both(x, y)
    w, rho, count = worth(w), ranked(x, y, w), len(x)
    n, r = w.sum(), np.cov(x, y, aweights=w)
    r = r[0, 1] / np.sqrt(r[0, 0] * r[1, 1])
    t = r * np.sqrt((n - 2) / (1 - r**2))
    sides, p = np.array([-1, 1]) * Z, 2 * stats.t.sf(abs(t), n - 2)
    return line(name, "pearson", t, p, "r", r, *np.tanh(np.arctanh(r) + sides / np.sqrt(n - 3)), count) + line(name, "pearson", t, p, "rho", rho, *np.tanh(np.arctanh(rho) + sides * np.sqrt((1 + rho**2 / 2) / (n - 3))), count)`,
};
