/* Adding up the lists of rows that hold what was sought (`index`). */

#define FIRST 6

/* What is asked of a row, together: when it was last seen, how many words it holds, the first of them. */
typedef struct {
    int32_t seen, many, words[FIRST];
} Row;

/* An index: which rows hold a word, which words a row holds, what each speaks against at the worst; and work. */
typedef struct {
    const int32_t *rows;
    const int64_t *row_starts;
    const int32_t *words;
    const int64_t *word_starts;
    const int16_t *least;
    Row *held;
    int32_t *first;  /* by word: its first entry below, from 1 */
    uint64_t *asked; /* a bit for each word: whether it has one; few enough to lie near */
} Lists;

/* What was sought: words near each part, heaviest first, then near two parts read as one. */
typedef struct {
    const int32_t *numbers, *weights, *points, *starts, *least, *joins;
    int32_t parts, many;
    int32_t *next, *of; /* by entry: the next of the same word; what was sought */
} Asked;

/* A heap whose top is the worst of the best. */
typedef struct {
    int32_t *rows, *ranks;
    int64_t many, most;
} Heap;

static int worse(const Heap *heap, int64_t a, int32_t rank, int32_t row) {
    return heap->ranks[a] < rank || (heap->ranks[a] == rank && heap->rows[a] > row);
}

static void put(Heap *heap, int32_t rank, int32_t row) {
    int64_t at = 0;
    if (heap->many < heap->most) {
        for (at = heap->many++; at && !worse(heap, (at - 1) / 2, rank, row); at = (at - 1) / 2) {
            heap->ranks[at] = heap->ranks[(at - 1) / 2];
            heap->rows[at] = heap->rows[(at - 1) / 2];
        }
    } else {
        if (!worse(heap, 0, rank, row)) return;
        for (int64_t down; (down = 2 * at + 1) < heap->many; at = down) {
            if (down + 1 < heap->many && worse(heap, down + 1, heap->ranks[down], heap->rows[down])) down++;
            if (!worse(heap, down, rank, row)) break;
            heap->ranks[at] = heap->ranks[down];
            heap->rows[at] = heap->rows[down];
        }
    }
    heap->ranks[at] = rank;
    heap->rows[at] = row;
}

#define SOUGHT 32          /* parts of a name that are read, and joined ones */

static const int32_t *words_of(const Lists *lists, int32_t row) {
    const Row *held = &lists->held[row];
    return held->many <= FIRST ? held->words : lists->words + lists->word_starts[row];
}

/* The first entry of a word, from 1; 0 if it is near nothing that was sought. */
INLINE int32_t first_of(const Lists *lists, int32_t word) {
    return lists->asked[word >> 6] >> (word & 63) & 1 ? lists->first[word] : 0;
}

/* The heaviest of each word sought that the row holds; what they add up to. */
static int32_t held(const Lists *lists, const Asked *asked, int32_t row, int32_t *best) {
    int32_t total = 0;
    const int32_t *words = words_of(lists, row);
    for (int32_t s = 0; s < asked->many; s++) best[s] = 0;
    for (int32_t p = 0; p < lists->held[row].many; p++)
        for (int32_t i = first_of(lists, words[p]); i; i = asked->next[i - 1]) {
            int32_t weight = asked->weights[i - 1], *most = best + asked->of[i - 1];
            if (weight > *most) {
                total += weight - *most;
                *most = weight;
            }
        }
    return total;
}

#define AHEAD 12           /* rows by which what is asked of a row is fetched ahead */

/* Fetches where the list of the third word from here begins, the rows of the second, what is asked of the first. */
INLINE void fetch(const Lists *lists, const int32_t *words, int64_t many) {
    if (many > 3) __builtin_prefetch(&lists->row_starts[words[3]]);
    if (many > 2) __builtin_prefetch(&lists->rows[lists->row_starts[words[2]]]);
    if (many <= 1) return;
    int64_t begin = lists->row_starts[words[1]], end = lists->row_starts[words[1] + 1];
    for (int64_t p = begin; p < end && p < begin + AHEAD; p++) __builtin_prefetch(&lists->held[lists->rows[p]], 1);
}

/* How well row and name fit: the best that each part may be worth, on either side, or its least if it met none. */
static int32_t fit(const Lists *lists, const Asked *asked, int32_t row) {
    int32_t best[SOUGHT], sum = 0;
    for (int32_t s = 0; s < asked->many; s++) best[s] = s < asked->parts ? asked->least[s] : 2 * -IMPOSSIBLE;
    const int32_t *words = words_of(lists, row);
    for (int32_t p = 0; p < lists->held[row].many; p++) {
        int32_t word = words[p], most = lists->least[word];
        for (int32_t i = first_of(lists, word); i; i = asked->next[i - 1]) {
            int32_t points = asked->points[i - 1], s = asked->of[i - 1];
            if (points > most) most = points;
            if (points > best[s]) best[s] = points;
        }
        sum += most;
    }
    for (int32_t j = asked->parts; j < asked->many; j++)
        for (int32_t part = asked->joins[j - asked->parts], last = part + 2; part < last; part++)
            if (best[j] / 2 > best[part]) best[part] = best[j] / 2;
    for (int32_t part = 0; part < asked->parts; part++) sum += best[part];
    return sum;
}

/* Enters what was sought by word; puts what has words near it in order, the shortest lists first. */
static int32_t begin(const Lists *lists, const Asked *asked, int32_t *order) {
    int64_t longs[SOUGHT];
    int32_t some = 0;
    for (int32_t s = 0; s < asked->many; s++) {
        int64_t rows = 0;
        int32_t at = some;
        for (int32_t i = asked->starts[s]; i < asked->starts[s + 1]; i++) {
            int32_t word = asked->numbers[i];
            asked->of[i] = s;
            asked->next[i] = lists->first[word];
            lists->first[word] = i + 1;
            lists->asked[word >> 6] |= 1ULL << (word & 63);
            rows += lists->row_starts[word + 1] - lists->row_starts[word];
        }
        if (asked->starts[s] == asked->starts[s + 1]) continue;
        for (some++; at && longs[at - 1] > rows; at--) {
            longs[at] = longs[at - 1];
            order[at] = order[at - 1];
        }
        longs[at] = rows;
        order[at] = s;
    }
    return some;
}

/* Rows that hold the most of what was sought, less what their words cost, and how well each fits.
 *
 * Lists are read from the shortest on, each from its heaviest word on, until no row not yet seen can come
 * among the best: what is left can add no more than the heaviest of each list left. */
static int64_t gather(const Lists *lists, const Asked *asked, int32_t dear, int32_t far_below, int32_t now,
                      int64_t most, int32_t *best, int32_t *ranks, int32_t *fits) {
    Heap heap = {best, ranks, 0, most};
    int32_t order[SOUGHT], found[SOUGHT], lists_asked = begin(lists, asked, order), left = 0;
    int32_t highest = -(1 << 30);
    int64_t kept = 0;
    for (int32_t k = 0; k < lists_asked; k++) left += asked->weights[asked->starts[order[k]]];
    for (int32_t k = 0; k < lists_asked; k++) {
        int32_t s = order[k];
        left -= asked->weights[asked->starts[s]];
        for (int32_t i = asked->starts[s]; i < asked->starts[s + 1]; i++) {
            int32_t may = asked->weights[i] + left, least = highest - far_below;
            if (heap.many == most && ranks[0] > least) least = ranks[0];
            if (may - dear < least) goto gathered;
            int32_t word = asked->numbers[i];
            fetch(lists, asked->numbers + i, asked->starts[s + 1] - i);
            for (int64_t p = lists->row_starts[word], end = lists->row_starts[word + 1]; p < end; p++) {
                int32_t row = lists->rows[p];
                if (p + AHEAD < end) __builtin_prefetch(&lists->held[lists->rows[p + AHEAD]], 1);
                if (lists->held[row].seen == now) continue;
                lists->held[row].seen = now;
                int32_t cost = dear * lists->held[row].many;
                if (may - cost < least || (heap.many == most && !worse(&heap, 0, may - cost, row))) continue;
                int32_t rank = held(lists, asked, row, found) - cost;
                put(&heap, rank, row);
                if (rank > highest) highest = rank;
                least = highest - far_below;
                if (heap.many == most && ranks[0] > least) least = ranks[0];
            }
        }
    }
gathered:
    for (int64_t i = 0; i < heap.many; i++)
        if (ranks[i] >= highest - far_below) {
            best[kept] = best[i];
            ranks[kept] = ranks[i];
            fits[kept++] = fit(lists, asked, best[i]);
        }
    for (int32_t i = 0; i < asked->starts[asked->many]; i++) {
        lists->first[asked->numbers[i]] = 0;
        lists->asked[asked->numbers[i] >> 6] = 0;
    }
    return kept;
}
