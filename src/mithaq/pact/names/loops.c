/* The inner loops of a search, as `costs`, `trie` and `index` have them in Python, on the same whole numbers.
 *
 * Built by `./dev kernel`, loaded by `kernel.py` if it is there; what comes out is equal either way,
 * which the tests show. Nothing here allocates but its own workspace, which belongs to the thread.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define REACH 3
#define MOST 28            /* letters of a word, with both edges, and room to spare */
#define WIDE 32            /* places of a column; words of up to half as many letters need only the half */
#define HALF 16
#define BEFORE 8           /* places before each column, impossible, so that looking back asks no question */
#define IMPOSSIBLE 16000   /* two of them fit into a place */

#if defined(__GNUC__) && defined(__x86_64__) && !defined(__clang__)
#define FAST __attribute__((target_clones("avx2", "default")))
#else
#define FAST
#endif
#define INLINE static inline __attribute__((always_inline))

typedef int16_t Cost;
typedef Cost Costs __attribute__((vector_size(2 * HALF), aligned(2), may_alias));

/* One node of a tree; its children are those from `children` to that of the node after it. */
typedef struct {
    int32_t children, parent, word, own, group[REACH + 1];
} Node;

typedef struct {
    const int32_t *face;   /* face[sought * columns + group]: what it costs that they face each other */
    int64_t columns;
    const int32_t *shapes; /* letters sought, letters of the tree */
    int32_t many;
} Table;

/* A word sought: its groups by end and length, and the shapes of the table by letters of the tree. */
typedef struct {
    const Table *table;
    const int32_t *cut;
    int width, many[REACH + 1], letters[REACH + 1][REACH + 1];
} Word;

/* Costs of a group of the tree facing the groups that end at each letter sought; made when first met. */
typedef struct {
    Cost *rows;            /* rows[(group * (REACH + 1) + length) * WIDE + end] */
    uint32_t *made, now;
    int64_t groups;
} Facing;

static __thread Facing facing;

static int ready(Word *w, const Table *t, const int32_t *cut, int width) {
    if (t->columns > facing.groups) {
        free(facing.rows);
        free(facing.made);
        facing.rows = malloc(sizeof(Cost) * t->columns * (REACH + 1) * WIDE);
        facing.made = calloc(t->columns, sizeof(uint32_t));
        facing.groups = facing.rows && facing.made ? t->columns : 0;
        facing.now = 0;
    }
    if (++facing.now == 0) {
        memset(facing.made, 0, sizeof(uint32_t) * facing.groups);
        facing.now = 1;
    }
    *w = (Word){.table = t, .cut = cut, .width = width};
    for (int s = 0; s < t->many; s++) {
        int length = t->shapes[2 * s + 1];
        w->letters[length][w->many[length]++] = t->shapes[2 * s];
    }
    return facing.groups >= t->columns;
}

static const Cost *rows_of(const Word *w, int32_t group) {
    Cost *rows = facing.rows + (int64_t)group * (REACH + 1) * WIDE;
    if (facing.made[group] != facing.now) {
        facing.made[group] = facing.now;
        for (int length = 0; length <= REACH; length++)
            for (int end = 0; end < WIDE; end++) {
                int32_t sought = end < w->width ? w->cut[end * (REACH + 1) + length] : -1;
                rows[length * WIDE + end] =
                    sought < 0 ? IMPOSSIBLE : (Cost)w->table->face[sought * w->table->columns + group];
            }
    }
    return rows;
}

/* One column: `before[length]` are the columns of the ancestors, null where there are none. */
INLINE void column(const Word *w, const int32_t *groups, const Cost *const *before, Cost *made,
                   const int halves) {
    Costs least[2] = {{0}, {0}};
    for (int half = 0; half < halves; half++) least[half] += IMPOSSIBLE;
    for (int length = 1; length <= REACH && before[length]; length++) {
        if (groups[length] < 0) continue;
        const Cost *rows = rows_of(w, groups[length]);
        for (int s = 0; s < w->many[length]; s++) {
            int a = w->letters[length][s];
            const Cost *way = before[length] - a, *cost = rows + a * WIDE;
            for (int half = 0; half < halves; half++) {
                Costs sum = *(const Costs *)(way + half * HALF) + *(const Costs *)(cost + half * HALF);
                Costs less = sum < least[half];
                least[half] = (sum & less) | (least[half] & ~less);
            }
        }
    }
    for (int half = 0; half < halves; half++) *(Costs *)(made + half * HALF) = least[half];
    const Cost *alone = rows_of(w, 0);
    for (int end = 1; end < w->width; end++)
        for (int s = 0; s < w->many[0]; s++) {
            int a = w->letters[0][s], sum = made[end - a] + alone[a * WIDE + end];
            made[end] = sum < made[end] ? (Cost)sum : made[end];
        }
}

typedef struct {
    Cost *costs;           /* `wide` places a branch, the first `BEFORE` of them impossible */
    int32_t *above, *node;
    int64_t room, many;
} Level;

static __thread Level levels[REACH + 1];
static __thread int32_t *gains;
static __thread int64_t gains_room;

static int room(Level *level, int64_t many) {
    if (many > level->room) {
        free(level->costs);
        free(level->above);
        free(level->node);
        level->room = many + many / 2 + 64;
        level->costs = aligned_alloc(64, sizeof(Cost) * level->room * 2 * WIDE);
        level->above = malloc(sizeof(int32_t) * level->room);
        level->node = malloc(sizeof(int32_t) * level->room);
        if (!level->costs || !level->above || !level->node) level->room = 0;
    }
    level->many = many;
    return level->room >= many;
}

/* Room for what that many branches gain, twice. */
static int weighable(int64_t many) {
    if (many > gains_room) {
        free(gains);
        gains_room = many * 2;
        gains = malloc(sizeof(int32_t) * 2 * gains_room);
        if (!gains) gains_room = 0;
    }
    return gains_room >= many;
}

/* The value of which `wanted` are as large or larger. */
static int32_t largest(int32_t *values, int64_t many, int64_t wanted) {
    int64_t low = 0, high = many - 1, place = wanted - 1;
    while (low < high) {
        int32_t middle = values[(low + high) / 2];
        int64_t i = low, j = high;
        while (i <= j) {
            while (values[i] > middle) i++;
            while (values[j] < middle) j--;
            if (i <= j) {
                int32_t kept = values[i];
                values[i++] = values[j];
                values[j--] = kept;
            }
        }
        if (place <= j) high = j;
        else if (place >= i) low = i;
        else break;
    }
    return values[place];
}

/* Of what was found (word, cost, gain each), no less than the `wanted` of most gain. */
static int64_t best_of(int32_t *found, int64_t many, int64_t wanted, int32_t *work) {
    if (many <= wanted) return many;
    for (int64_t i = 0; i < many; i++) work[i] = found[3 * i + 2];
    int32_t least = largest(work, many, wanted);
    int64_t kept = 0;
    for (int64_t i = 0; i < many; i++)
        if (found[3 * i + 2] >= least) memmove(found + 3 * kept++, found + 3 * i, 3 * sizeof(int32_t));
    return kept;
}

typedef struct {
    const int32_t *share;
    int32_t least_gain, slack;
    int64_t widest, wanted;
} Bounds;

/* The branches of one depth that are worth following, and the words that end there. */
INLINE int64_t depth(const Node *tree, const Word *w, const Bounds *bounds, Level *const *level, int deep,
                     int32_t *found, int64_t many, int64_t most, const int halves) {
    const int wide = 2 * HALF * halves;
    Level *here = level[0];
    int64_t alive = 0;
    for (int64_t i = 0; i < here->many; i++) {
        int32_t node = here->node[i], back = here->above[i], number[REACH + 1];
        const Cost *before[REACH + 1] = {0};
        for (int length = 1; length <= deep; length++) {
            before[length] = level[length]->costs + (int64_t)back * wide + BEFORE;
            number[length] = tree[node].group[length];
            back = level[length]->above[back];
        }
        Cost *made = here->costs + alive * wide + BEFORE;
        for (int place = 1; place <= REACH; place++) made[-place] = IMPOSSIBLE;
        column(w, number, before, made, halves);
        int32_t own = tree[node].own, gain = own - made[w->width - 1];
        if (tree[node].word >= 0) {
            if (gain > bounds->least_gain && many < most) {
                found[3 * many] = tree[node].word;
                found[3 * many + 1] = made[w->width - 1];
                found[3 * many++ + 2] = gain;
            }
            continue;
        }
        int32_t best = -4 * IMPOSSIBLE;
        for (int end = 0; end < w->width; end++) {
            int32_t one = bounds->share[end] - made[end];
            best = one > best ? one : best;
        }
        if (own + best <= -bounds->slack) continue;
        gains[alive] = own + best;
        here->node[alive] = node;
        here->above[alive++] = here->above[i];
    }
    if (alive > bounds->widest) {
        memcpy(gains + gains_room, gains, sizeof(int32_t) * alive);
        int32_t least = largest(gains + gains_room, alive, bounds->widest);
        int64_t kept = 0;
        for (int64_t i = 0; i < alive; i++) {
            if (gains[i] < least) continue;
            here->node[kept] = here->node[i];
            here->above[kept] = here->above[i];
            memmove(here->costs + kept++ * wide, here->costs + i * wide, sizeof(Cost) * wide);
        }
        alive = kept;
    }
    here->many = alive;
    return many;
}

FAST static int64_t of_short(const Node *tree, const Word *w, const Bounds *b, Level *const *level, int deep,
                             int32_t *found, int64_t many, int64_t most) {
    return depth(tree, w, b, level, deep, found, many, most, 1);
}

FAST static int64_t of_long(const Node *tree, const Word *w, const Bounds *b, Level *const *level, int deep,
                            int32_t *found, int64_t many, int64_t most) {
    return depth(tree, w, b, level, deep, found, many, most, 2);
}

/* The children of all branches of the depth above, in `next`. */
static int descend(const Node *tree, const Level *above, Level *next) {
    int64_t below = 0, made = 0;
    for (int64_t i = 0; i < above->many; i++)
        below += tree[above->node[i] + 1].children - tree[above->node[i]].children;
    if (!room(next, below + 1)) return 0;
    next->many = below;
    for (int64_t i = 0; i < above->many; i++) {
        int32_t node = above->node[i];
        for (int32_t child = tree[node].children; child < tree[node + 1].children; child++) {
            next->node[made] = child;
            next->above[made++] = (int32_t)i;
        }
    }
    return weighable(below);
}

static void beginning(Level *level, int wide) {
    for (int place = 0; place < wide; place++) level->costs[place] = IMPOSSIBLE;
    level->costs[BEFORE] = 0;
    level->above[0] = 0;
}

/* Words of a tree that the word sought may stand for: number, cost, gain each. How many; -1 without memory. */
int64_t mithaq_near(const Node *tree, const Table *t, const int32_t *cut, int32_t width, const int32_t *share,
                    int32_t least_gain, int32_t slack, int64_t widest, int64_t wanted, int32_t *found,
                    int64_t most) {
    static __thread int32_t *work;
    Word w;
    Bounds bounds = {share, least_gain, slack, widest, wanted};
    int64_t many = 0;
    int deep = 1, wide = width <= HALF ? 2 * HALF : 4 * HALF;
    Level *level[REACH + 1];
    for (int i = 0; i <= REACH; i++) level[i] = &levels[i];
    if (!work) work = malloc(sizeof(int32_t) * most);
    if (!work || !ready(&w, t, cut, width) || !room(level[0], 1) || !room(level[1], 1) || !weighable(1))
        return -1;
    beginning(level[1], wide);
    level[0]->many = 1;
    level[0]->node[0] = level[0]->above[0] = 0;
    while (level[0]->many) {
        many = wide == 2 * HALF ? of_short(tree, &w, &bounds, level, deep, found, many, most)
                                : of_long(tree, &w, &bounds, level, deep, found, many, most);
        Level *last = level[REACH];
        for (int i = REACH; i > 0; i--) level[i] = level[i - 1];
        level[0] = last;
        if (deep < REACH) deep++;
        if (!descend(tree, level[1], last)) return -1;
    }
    return best_of(found, many, wanted, work);
}

INLINE void face_all(const Node *tree, const Word *w, const int32_t *leaves, int64_t many, int32_t *costs,
                     const int halves) {
    int32_t path[MOST];
    Cost columns[MOST + 1][2 * WIDE];
    for (int place = 0; place < 2 * WIDE; place++) columns[0][place] = IMPOSSIBLE;
    columns[0][BEFORE] = 0;
    for (int64_t i = 0; i < many; i++) {
        int depth = 0;
        for (int32_t node = leaves[i]; node >= 0 && depth < MOST; node = tree[node].parent) path[depth++] = node;
        for (int d = 1; d <= depth; d++) {
            int32_t node = path[depth - d], number[REACH + 1];
            const Cost *before[REACH + 1] = {0};
            for (int length = 1; length <= REACH && length <= d; length++) {
                before[length] = columns[d - length] + BEFORE;
                number[length] = tree[node].group[length];
            }
            for (int place = 1; place <= REACH; place++) columns[d][BEFORE - place] = IMPOSSIBLE;
            column(w, number, before, columns[d] + BEFORE, halves);
        }
        costs[i] = columns[depth][BEFORE + w->width - 1];
    }
}

FAST static void face_short(const Node *tree, const Word *w, const int32_t *leaves, int64_t many,
                            int32_t *costs) {
    face_all(tree, w, leaves, many, costs, 1);
}

FAST static void face_long(const Node *tree, const Word *w, const int32_t *leaves, int64_t many,
                           int32_t *costs) {
    face_all(tree, w, leaves, many, costs, 2);
}

/* What it costs that the word sought faces each of these words, given by the nodes they end at. */
int64_t mithaq_face(const Node *tree, const Table *t, const int32_t *cut, int32_t width,
                    const int32_t *leaves, int64_t many, int32_t *costs) {
    Word w;
    if (!ready(&w, t, cut, width)) return -1;
    if (width <= HALF) face_short(tree, &w, leaves, many, costs);
    else face_long(tree, &w, leaves, many, costs);
    return many;
}

/* The least cost at which two words, both cut into groups, face each other. */
int64_t mithaq_compare(const int32_t *face, int64_t columns, const int32_t *shapes, int32_t many,
                       const int32_t *first, int32_t n, const int32_t *second, int32_t m) {
    int32_t least[MOST][MOST];
    for (int i = 0; i < n; i++)
        for (int j = 0; j < m; j++) {
            int32_t best = i || j ? IMPOSSIBLE : 0;
            for (int s = 0; s < many; s++) {
                int a = shapes[2 * s], b = shapes[2 * s + 1];
                if (i < a || j < b) continue;
                int32_t x = first[i * (REACH + 1) + a], y = second[j * (REACH + 1) + b];
                int32_t way = x < 0 || y < 0 ? IMPOSSIBLE : least[i - a][j - b] + face[x * columns + y];
                best = way < best ? way : best;
            }
            least[i][j] = best;
        }
    return least[n - 1][m - 1];
}

/* What a word costs by itself, all ways of cutting it weighed: the same steps as in Python, to the last bit. */
int64_t mithaq_alone(const int32_t *cut, int32_t width, const double *alone, double nat) {
    double reached[MOST] = {0.0};
    for (int end = 1; end < width; end++) {
        double ways[REACH], least = INFINITY, sum = 0.0;
        int many = 0;
        for (int length = 1; length <= REACH; length++) {
            int32_t group = cut[end * (REACH + 1) + length];
            if (group <= 0) continue;
            ways[many] = reached[end - length] + alone[group];
            least = ways[many] < least ? ways[many] : least;
            many++;
        }
        for (int way = 0; way < many; way++) sum += exp(least - ways[way]);
        reached[end] = least - log(sum);
    }
    return (int64_t)rint(reached[width - 1] * nat);
}

/* An index: which rows hold a word, which words a row holds, what each speaks against at the worst; and work. */
typedef struct {
    const int32_t *rows;
    const int64_t *row_starts;
    const int32_t *words;
    const int64_t *word_starts;
    const int16_t *many_words, *least;
    int32_t *stamp, *first; /* by row: when it was last seen; by word: its first entry below, from 1 */
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

/* The heaviest of each word sought that the row holds; what they add up to. */
static int32_t held(const Lists *lists, const Asked *asked, int32_t row, int32_t *best) {
    int32_t total = 0;
    for (int32_t s = 0; s < asked->many; s++) best[s] = 0;
    for (int64_t p = lists->word_starts[row]; p < lists->word_starts[row + 1]; p++)
        for (int32_t i = lists->first[lists->words[p]]; i; i = asked->next[i - 1]) {
            int32_t weight = asked->weights[i - 1], *most = best + asked->of[i - 1];
            if (weight > *most) {
                total += weight - *most;
                *most = weight;
            }
        }
    return total;
}

/* How well row and name fit: the best that each part may be worth, on either side, or its least if it met none. */
static int32_t fit(const Lists *lists, const Asked *asked, int32_t row) {
    int32_t best[SOUGHT], sum = 0;
    for (int32_t s = 0; s < asked->many; s++) best[s] = s < asked->parts ? asked->least[s] : 2 * -IMPOSSIBLE;
    for (int64_t p = lists->word_starts[row]; p < lists->word_starts[row + 1]; p++) {
        int32_t word = lists->words[p], most = lists->least[word];
        for (int32_t i = lists->first[word]; i; i = asked->next[i - 1]) {
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
int64_t mithaq_gather(const Lists *lists, const Asked *asked, int32_t dear, int32_t far_below, int32_t now,
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
            for (int64_t p = lists->row_starts[word]; p < lists->row_starts[word + 1]; p++) {
                int32_t row = lists->rows[p];
                if (lists->stamp[row] == now) continue;
                lists->stamp[row] = now;
                int32_t cost = dear * lists->many_words[row];
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
    for (int32_t i = 0; i < asked->starts[asked->many]; i++) lists->first[asked->numbers[i]] = 0;
    return kept;
}
