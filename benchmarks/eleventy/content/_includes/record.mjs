// The desk's own record, counted: its page and its data show the same.
const MISTAKES = new Set(["correction", "verdict-change", "void"]);

const counted = (words) => {
  const counts = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
};

let made;
let madeOf;

export function record(pages) {
  if (madeOf !== pages) made = gathered((madeOf = pages));
  return made;
}

function gathered({ briefs, claims, ratings }) {
  const months = counted(briefs.map(({ data }) => data.day.slice(0, 7)));
  const statuses = counted(briefs.flatMap(({ data }) => data.responses ?? []).map((one) => one.status));
  const { "not-sought": _, ...sought } = statuses;
  const sources = briefs.flatMap(({ data }) => data.references).filter((one) => one.url);
  const corrections = briefs.flatMap(({ data }) => data.corrections ?? []);
  const mistaken = ({ data }) => data.corrections?.some((one) => MISTAKES.has(one.kind));
  return {
    briefs: briefs.length,
    months: Object.entries(months).sort().map(([month, count]) => ({ month, briefs: count })),
    claims: claims.length,
    ratings: [...ratings.values()].filter((one) => one.claims.length),
    statuses,
    answered: (statuses.replied ?? 0) + (statuses.stated ?? 0),
    asked: Object.values(sought).reduce((sum, count) => sum + count, 0),
    archived: sources.filter((one) => one.archived).length,
    sources: sources.length,
    corrections: corrections.length,
    kinds: counted(corrections.map((one) => one.kind)),
    corrected: briefs.filter(mistaken).length,
  };
}
