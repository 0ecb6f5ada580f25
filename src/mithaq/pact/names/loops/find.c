/* A whole search in one call: the words near a word (`near`), and the rows nearest to a name (`index`). */

/* How a tree is walked and what comes of it: shares in a hundred, hundredths of a nat, numbers of words. */
typedef struct {
    int32_t explained, slack, widest, nearest, least, tells;
} Manner;

/* The words of one tree, whose letters stand in one script: where each ends, what is known of each. */
typedef struct {
    const Node *nodes;
    const int32_t *leaves;
    const Known *known;
    int32_t table, place, across, first; /* of the word sought; `first`: the number of the first word */
} Tree;

/* A word near the one sought. */
typedef struct {
    int32_t number, weight, points;
} Neighbour;

/* Words near one sought, heaviest first: their numbers, then their weights, then their points. */
typedef struct {
    const int32_t *told;
    int64_t many;
} Near;

static int by_gain(const void *a, const void *b) {
    const int32_t *x = a, *y = b;
    if (x[2] != y[2]) return x[2] > y[2] ? -1 : 1;
    return (x[0] > y[0]) - (x[0] < y[0]);
}

static int by_weight(const void *a, const void *b) {
    const Neighbour *x = a, *y = b;
    if (x->weight != y->weight) return x->weight > y->weight ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

/* What each beginning of a word costs by itself, cut in the cheapest way. */
static void costs_alone(const Side *side, const Seen *seen, int32_t *costs) {
    costs[0] = 0;
    for (int end = 1; end < seen->width; end++) {
        costs[end] = IMPOSSIBLE;
        for (int length = 1; length <= REACH && length <= end; length++) {
            int32_t group = seen->cut[end * (REACH + 1) + length];
            if (group <= 0) continue;
            int32_t one = costs[end - length] + (int32_t)rint(side->alone[group] * NAT);
            costs[end] = one < costs[end] ? one : costs[end];
        }
    }
}

/* Words of a tree near the one sought and those that lists have for it, heaviest first. How many; -1 without
 * memory. `walked` has three numbers for each word that a walk may reach, `listed` are places of words. */
static int64_t near_to(const Scales *s, const Words *words, int32_t number, const Tree *tree, const Manner *manner,
                       const int32_t *listed, int64_t many_listed, int32_t *walked, int64_t most, Neighbour *near) {
    Spelt sought;
    Evidence said;
    const Scale *scale = &s->scales[tree->table];
    const Table *faced = &scale->faced[tree->place];
    int32_t alone[MOST], share[MOST];
    int64_t made = 0;
    spell_numbered(&sought, words, number);
    const Seen *seen = seen_by(s, tree->table, tree->place, &sought);
    costs_alone(&scale->side[tree->place], seen, alone);
    for (int end = 0; end < seen->width; end++) share[end] = alone[end] * (100 - manner->explained) / 100;
    int64_t many = reach(tree->nodes, faced, seen->cut, seen->width, share, -alone[seen->width - 1],
                               manner->slack, manner->widest, manner->nearest, walked, most);
    if (many < 0) return -1;
    if (many > manner->nearest) {
        qsort(walked, many, 3 * sizeof(int32_t), by_gain);
        many = manner->nearest;
    }
    for (int64_t k = 0, reached = many; k < many_listed; k++) {
        int64_t i = 0;
        while (i < reached && walked[3 * i] != listed[k]) i++;
        if (i < reached) continue;
        int32_t *one = walked + 3 * many++;
        one[0] = listed[k];
        if (face(tree->nodes, faced, seen->cut, seen->width, tree->leaves + listed[k], 1, one + 1) < 0)
            return -1;
    }
    for (int64_t k = 0; k < many; k++) {
        const Known *other = &tree->known[walked[3 * k]], *one = &seen->known;
        tell(s, scale, tree->place ? other : one, tree->place ? one : other, walked[3 * k + 1], &said);
        int32_t weight = (int32_t)rint(100 * said.weight);
        if (weight <= manner->least) continue;
        double worth = sought.kind == NAME ? of_names(&s->worth[tree->across], &said, well_known(&said)) : 0.0;
        near[made++] = (Neighbour){tree->first + walked[3 * k], weight,
                                   (int32_t)rint(manner->tells * said.weight + 100 * worth)};
    }
    qsort(near, made, sizeof(Neighbour), by_weight);
    return made < manner->nearest ? made : manner->nearest;
}

/* The same for many words. `told` are the words near each, as `Near` has them, one after the other; `starts` is
 * where each begins, and the end. */
int64_t mithaq_words(const Scales *s, const Words *words, int32_t many, const Tree *tree, const Manner *manner,
                     const int32_t *listed, const int64_t *listed_starts, int32_t *walked, int64_t most,
                     Neighbour *near, int32_t *told, int64_t *starts) {
    starts[0] = 0;
    for (int32_t k = 0; k < many; k++) {
        const int64_t *at = listed_starts + k;
        int64_t some = near_to(s, words, k, tree, manner, listed + at[0], at[1] - at[0], walked, most, near);
        int32_t *to = told + 3 * starts[k];
        if (some < 0) return -1;
        for (int64_t i = 0; i < some; i++) {
            to[i] = near[i].number;
            to[some + i] = near[i].weight;
            to[2 * some + i] = near[i].points;
        }
        starts[k + 1] = starts[k] + some;
    }
    return many;
}

/* A search: an index, the words near each part of a name and near two as one, and how rows are compared. */
typedef struct {
    const Lists *lists;
    const Scales *scales;
    const Words *words;
    int32_t dear, far_below, however_far, looked_at, compared;
} Search;

#define ENTRIES 4096       /* words near all that is sought at once */

/* Puts the rows that fit best first, of like ones the earlier; no more than the `wanted` first are in order. */
static void best_fits(int32_t *rows, int32_t *fits, int64_t many, int64_t wanted) {
    for (int64_t at = 0; at < many && at < wanted; at++) {
        int64_t best = at;
        for (int64_t i = at + 1; i < many; i++)
            if (fits[i] > fits[best] || (fits[i] == fits[best] && rows[i] < rows[best])) best = i;
        int32_t row = rows[best], fit = fits[best];
        rows[best] = rows[at];
        fits[best] = fits[at];
        rows[at] = row;
        fits[at] = fit;
    }
}

/* The rows worth comparing with a name, what each scores and what its meetings weigh. How many; -1 if the name
 * has more parts than are read. `now` and the number after it were never used before. */
static int64_t find(const Search *search, const Words *name, int32_t parts, const Near *near, int32_t many,
                    const int32_t *least, const int32_t *joins, int32_t now, const int32_t *gone, int64_t many_gone,
                    int32_t *rows, int32_t *work, int32_t *scores, double *weights, int32_t *by_code) {
    static int32_t numbers[ENTRIES], told[ENTRIES], points[ENTRIES], next[ENTRIES], of[ENTRIES];
    int32_t starts[SOUGHT + 1] = {0};
    if (many > SOUGHT || parts > PARTS) return -1;
    for (int32_t k = 0; k < many; k++) {
        if (starts[k] + near[k].many > ENTRIES) return -1;
        memcpy(numbers + starts[k], near[k].told, sizeof(int32_t) * near[k].many);
        memcpy(told + starts[k], near[k].told + near[k].many, sizeof(int32_t) * near[k].many);
        memcpy(points + starts[k], near[k].told + 2 * near[k].many, sizeof(int32_t) * near[k].many);
        starts[k + 1] = starts[k] + (int32_t)near[k].many;
    }
    if (!starts[many]) return 0;
    Asked asked = {numbers, told, points, starts, least, joins, parts, many, next, of};
    int32_t *fits = work, *ranks = work + search->looked_at;
    int64_t found = 0;
    for (int again = 0; again < 2 && found < search->compared; again++) {
        int32_t far_below = again ? search->however_far : search->far_below;
        for (int64_t i = 0; i < many_gone; i++) search->lists->held[gone[i]].seen = now + again;
        found = gather(search->lists, &asked, search->dear, far_below, now + again, search->looked_at, rows,
                       ranks, fits);
    } /* who is written just so hides nobody who is written otherwise */
    best_fits(rows, fits, found, search->compared);
    if (found > search->compared) found = search->compared;
    if (mithaq_score(search->scales, search->words, search->lists->words, search->lists->word_starts, name, parts,
                     rows, found, scores, weights, by_code) < 0)
        for (int64_t i = 0; i < found; i++) scores[i] = NOT_WEIGHED;
    return found;
}

/* The same for many names, each of which has as many rows, scores, weights and sums by code as are compared: how many
 * of them are filled is told in `found`. `names` are the parts of all, of which each name begins at one of `starts`; `nears` is
 * where the words near its parts, then near two as one, begin. Twice as many numbers from `now` on are used. */
int64_t mithaq_find(const Search *search, const Words *names, int32_t many, const int32_t *starts, const Near *near,
                    const int32_t *nears, const int32_t *least, const int32_t *joins, int32_t now,
                    const int32_t *gone, int64_t many_gone, int32_t *work, int32_t *found, int32_t *rows,
                    int32_t *scores, double *weights, int32_t *by_code) {
    int64_t room = search->compared;
    for (int32_t k = 0; k < many; k++) {
        int32_t at = starts[k], parts = starts[k + 1] - at, *looked_at = work + 2 * search->looked_at;
        Words name = {names->letters,    names->starts + at,  names->scripts + at,
                      names->kinds + at, names->servant + at, NULL};
        int64_t some = find(search, &name, parts, near + nears[k], nears[k + 1] - nears[k], least + at,
                            joins + nears[k] - at, now + 2 * k, gone, many_gone, looked_at, work, scores + k * room,
                            weights + k * room, by_code + k * room * CODES);
        if (some < 0) return -1;
        memcpy(rows + k * room, looked_at, sizeof(int32_t) * some);
        found[k] = (int32_t)some;
    }
    return many;
}
