/* The inner loops of a search, as `costs`, `trie` and `index` have them in Python, on the same whole numbers.
 *
 * Built by `./dev kernel`, loaded by `kernel.py` if it is there; what comes out is equal either way,
 * which the tests show. Nothing here allocates but its own workspace: one thread at a time may be in here.
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
    const Cost *face;      /* face[sought * groups + group]: what it costs that they face each other */
    int64_t groups;
    const int32_t *shapes; /* letters sought, letters of the tree */
    int32_t many;
} Table;

/* A group of letters sought: where it ends, how many letters it has, its number, what it adds to the share. */
typedef struct {
    int32_t end, letters, number, adds;
} Cut;

/* A word sought: its groups, and the shapes of the table by letters of the tree. If a tree is walked, `share` is
 * what each beginning should explain, `left_out` the most that leaving letters out may add to that. */
typedef struct {
    const Table *table;
    const int32_t *share;
    Cut cuts[REACH * WIDE];
    int width, wide, many_cuts, many[REACH + 1], letters[REACH + 1][REACH + 1];
    int32_t left_out;
} Word;

/* Costs of a group of the tree facing the groups that end at each letter sought; made when first met, one after
 * the other, so that they lie together. */
typedef struct {
    int32_t now, place;
} Made;

typedef struct {
    Cost *rows;            /* rows[(place * (REACH + 1) + letters) * wide + end] */
    Cost *explains, *most; /* by letters, or length, and group: the most that it explains beyond the share */
    Made *made;            /* by group */
    int64_t groups;
    int32_t now, many;
} Facing;

static Facing facing;

/* What it costs that a group faces each that is sought. */
static void make_rows(const Word *w, int32_t group, Cost *rows) {
    const Cost *face = w->table->face + group;
    for (int place = 0; place < (REACH + 1) * w->wide; place++) rows[place] = IMPOSSIBLE;
    for (int end = 0; end < w->width; end++) rows[end] = face[0];
    for (int k = 0; k < w->many_cuts; k++)
        rows[w->cuts[k].letters * w->wide + w->cuts[k].end] = face[w->cuts[k].number * w->table->groups];
}

/* The most that each group, of so many letters, may explain beyond the share of what it faces. */
FAST static void may_explain(const Word *w) {
    int64_t groups = w->table->groups;
    for (int64_t place = 0; place < (REACH + 1) * groups; place++)
        facing.explains[place] = facing.most[place] = -IMPOSSIBLE;
    for (int64_t group = 0; group < groups; group++) facing.explains[group] = -w->table->face[group];
    for (int k = 0; k < w->many_cuts; k++) {
        const Cost *face = w->table->face + w->cuts[k].number * groups;
        Cost *explains = facing.explains + w->cuts[k].letters * groups, adds = (Cost)w->cuts[k].adds;
        for (int64_t group = 0; group < groups; group++) {
            Cost one = adds - face[group];
            explains[group] = one > explains[group] ? one : explains[group];
        }
    }
    for (int length = 0; length <= REACH; length++)
        for (int s = 0; s < w->many[length]; s++) {
            const Cost *explains = facing.explains + w->letters[length][s] * groups;
            Cost *most = facing.most + length * groups;
            for (int64_t group = 0; group < groups; group++)
                most[group] = explains[group] > most[group] ? explains[group] : most[group];
        }
}

INLINE const Cost *rows_of(const Word *w, int32_t group) {
    Made *made = &facing.made[group];
    int64_t size = (REACH + 1) * w->wide;
    if (made->now != facing.now) {
        *made = (Made){facing.now, facing.many++};
        make_rows(w, group, facing.rows + made->place * size);
    }
    return facing.rows + made->place * size;
}

/* The most by which a beginning may come nearer to its share, or beyond, since letters sought are left out. */
static void may_leave_out(Word *w) {
    const Cost *alone = rows_of(w, 0);
    int32_t most[WIDE] = {0};
    for (int end = 1; end < w->width; end++)
        for (int s = 0; s < w->many[0]; s++) {
            int a = w->letters[0][s];
            if (a > end) continue;
            int32_t one = most[end - a] + w->share[end] - w->share[end - a] - alone[a * w->wide + end];
            most[end] = one > most[end] ? one : most[end];
            w->left_out = one > w->left_out ? one : w->left_out;
        }
}

static int ready(Word *w, const Table *t, const int32_t *cut, int width, const int32_t *share) {
    if (t->groups > facing.groups) {
        free(facing.rows);
        free(facing.made);
        free(facing.most);
        free(facing.explains);
        facing.rows = malloc(sizeof(Cost) * t->groups * (REACH + 1) * WIDE);
        facing.most = malloc(sizeof(Cost) * t->groups * (REACH + 1));
        facing.explains = malloc(sizeof(Cost) * t->groups * (REACH + 1));
        facing.made = calloc(t->groups, sizeof(Made));
        facing.groups = facing.rows && facing.made && facing.most && facing.explains ? t->groups : 0;
        facing.now = 0;
    }
    if (facing.now++ == INT32_MAX) {
        memset(facing.made, 0, sizeof(Made) * facing.groups);
        facing.now = 1;
    }
    facing.many = 0;
    w->table = t;
    w->share = share;
    w->width = width;
    w->wide = width <= HALF ? HALF : WIDE;
    w->many_cuts = w->left_out = 0;
    memset(w->many, 0, sizeof w->many);
    int longest = 0;
    for (int s = 0; s < t->many; s++) {
        int letters = t->shapes[2 * s], length = t->shapes[2 * s + 1];
        w->letters[length][w->many[length]++] = letters;
        longest = letters > longest ? letters : longest;
    }
    for (int end = 1; end < width; end++)
        for (int letters = 1; letters <= longest && letters <= end; letters++) {
            int32_t number = cut[end * (REACH + 1) + letters], adds = share ? share[end] - share[end - letters] : 0;
            if (number >= 0) w->cuts[w->many_cuts++] = (Cut){end, letters, number, adds};
        }
    if (facing.groups < t->groups) return 0;
    if (share) {
        may_leave_out(w);
        may_explain(w);
    }
    return 1;
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
            const Cost *way = before[length] - a, *cost = rows + a * HALF * halves;
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
            int a = w->letters[0][s], sum = made[end - a] + alone[a * HALF * halves + end];
            made[end] = sum < made[end] ? (Cost)sum : made[end];
        }
}

typedef struct {
    Cost *costs;           /* `wide` places a branch, the first `BEFORE` of them impossible */
    int32_t *above, *node, *best; /* `best`: by how much the best beginning explains more than its share */
    int64_t room, many;
} Level;

static Level levels[REACH + 1];
static int32_t *gains;
static int64_t gains_room;

static int room(Level *level, int64_t many) {
    if (many > level->room) {
        free(level->costs);
        free(level->above);
        free(level->node);
        free(level->best);
        level->room = many + many / 2 + 64;
        level->costs = aligned_alloc(64, sizeof(Cost) * level->room * 2 * WIDE);
        level->above = malloc(sizeof(int32_t) * level->room);
        level->node = malloc(sizeof(int32_t) * level->room);
        level->best = malloc(sizeof(int32_t) * level->room);
        if (!level->costs || !level->above || !level->node || !level->best) level->room = 0;
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
        int32_t own = tree[node].own, best = -4 * IMPOSSIBLE;
        const Cost *before[REACH + 1] = {0};
        for (int length = 1; length <= deep; length++) {
            before[length] = level[length]->costs + (int64_t)back * wide + BEFORE;
            number[length] = tree[node].group[length];
            if (number[length] >= 0) {
                int32_t one = level[length]->best[back] + facing.most[length * w->table->groups + number[length]];
                best = one > best ? one : best;
            }
            back = level[length]->above[back];
        }
        best += own + w->left_out; /* no more than this, whatever the costs are */
        if (tree[node].word >= 0 ? best - w->share[w->width - 1] <= bounds->least_gain : best <= -bounds->slack)
            continue;
        Cost *made = here->costs + alive * wide + BEFORE;
        for (int place = 1; place <= REACH; place++) made[-place] = IMPOSSIBLE;
        column(w, number, before, made, halves);
        int32_t gain = own - made[w->width - 1];
        if (tree[node].word >= 0) {
            if (gain > bounds->least_gain && many < most) {
                found[3 * many] = tree[node].word;
                found[3 * many + 1] = made[w->width - 1];
                found[3 * many++ + 2] = gain;
            }
            continue;
        }
        best = -4 * IMPOSSIBLE;
        for (int end = 0; end < w->width; end++) {
            int32_t one = w->share[end] - made[end];
            best = one > best ? one : best;
        }
        if (own + best <= -bounds->slack) continue;
        gains[alive] = own + best;
        here->best[alive] = best;
        __builtin_prefetch(&tree[tree[node].children]);
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
            here->best[kept] = here->best[i];
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
    level->above[0] = level->best[0] = 0;
}

/* Words of a tree that the word sought may stand for: number, cost, gain each. How many; -1 without memory. */
int64_t mithaq_near(const Node *tree, const Table *t, const int32_t *cut, int32_t width, const int32_t *share,
                    int32_t least_gain, int32_t slack, int64_t widest, int64_t wanted, int32_t *found,
                    int64_t most) {
    static int32_t *work;
    Word w;
    Bounds bounds = {least_gain, slack, widest, wanted};
    int64_t many = 0;
    int deep = 1, wide = 2 * (width <= HALF ? HALF : WIDE);
    Level *level[REACH + 1];
    for (int i = 0; i <= REACH; i++) level[i] = &levels[i];
    if (!work) work = malloc(sizeof(int32_t) * most);
    if (!work || !ready(&w, t, cut, width, share) || !room(level[0], 1) || !room(level[1], 1) || !weighable(1))
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
    if (!ready(&w, t, cut, width, NULL)) return -1;
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

#define AHEAD 8            /* rows by which what is asked of a row is fetched ahead */

static inline void fetch_row(const Lists *lists, int32_t row) {
    __builtin_prefetch(&lists->stamp[row], 1);
    __builtin_prefetch(&lists->word_starts[row]);
    __builtin_prefetch(&lists->many_words[row]);
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
            for (int64_t p = lists->row_starts[word], end = lists->row_starts[word + 1]; p < end; p++) {
                int32_t row = lists->rows[p];
                if (p + 2 * AHEAD < end) fetch_row(lists, lists->rows[p + 2 * AHEAD]);
                if (p + AHEAD < end) __builtin_prefetch(&lists->words[lists->word_starts[lists->rows[p + AHEAD]]]);
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

/* Weighing rows: each word of a row met by each word sought, as `weigh`, `pairing` and `score` have it in Python,
 * step by step, so that what comes out is equal to the last bit. */

#define PARTS 16           /* parts of a name that are read */
#define HELD 512           /* words of the rows weighed together, each two neighbours read as one among them */
#define ROWS 32            /* rows weighed together */
#define LONGEST 24         /* letters of a word that are compared */
#define SPELT 64           /* letters of two neighbours read as one, at the most */
#define POSSIBLE (PARTS * PARTS * 3)
#define KNOTS 10
#define NAT 100.0
#define LEFT_ALONE 1400    /* what the letters of a word cost that is left out */
#define IMAGINED 2.0
#define UNSEEN 0.15
#define KNOWN 4.0
#define ENOUGH 6.0
#define JOINING 1.5
#define WEAK 0.5
#define HALF_EXPLAINED (-1.0)
#define ARTICLE 0x29F      /* the Arabic article, as one letter */
#define NOT_WEIGHED INT32_MIN

enum { NAME, LINK, INITIAL, TITLE, KINDS };
enum { BY_WEIGHT, BY_WORST, BY_LETTERS, BY_LETTERS_OF_KNOWN, BY_WORST_LETTERS, BY_WORST_LETTERS_OF_KNOWN,
       BY_JOINED, BY_LEFT, BY_RARITY, BY_APART };

/* The words of a script that lists know, in the order of their letters, and how often each is met. */
typedef struct {
    const uint32_t *letters;
    const int64_t *starts;
    const double *met;
    int64_t many;
    double total;
} Lexicon;

/* One side of a table: its groups by their letters, what each costs by itself, how often a word was seen. */
typedef struct {
    const uint64_t *groups;
    const int32_t *numbers;
    int64_t many, script;
    const double *alone;
    const int32_t *times;
} Side;

/* A table, as its first side faces the second and the other way round, and which words were seen for each other. */
typedef struct {
    Table faced[2];
    Side side[2];
    const int64_t *pairs;
    const int32_t *counts;
    int64_t many;
} Scale;

/* What each measure of evidence is worth: broken lines, and whole numbers. */
typedef struct {
    const double *knots, *worth, *left;
    const int32_t *many, *manner, *beside, *whole;
    int64_t other_order;
} Worth;

typedef struct {
    const Scale *scales;
    const Lexicon *lexicons;
    const int32_t *ways;   /* by two scripts: twice the table, one more if it is turned; -1 if there is none */
    int64_t scripts, arabic;
    const Worth *worth;    /* of two names within a script, then of two scripts */
} Scales;

/* Words by number: their letters, script, kind, and whether it is the servant (abd). */
typedef struct {
    const uint32_t *letters;
    const int64_t *starts;
    const int8_t *scripts, *kinds, *servant;
} Words;

/* A word by itself, at one side of a table: what it costs, its number in the lists, how likely it is to be met. */
typedef struct {
    int32_t alone, listed;
    double chance;
} Known;

/* A word as one side of a table sees it: its groups, and what is known of it. */
typedef struct {
    Known known;
    int32_t table, width, cut[MOST * (REACH + 1)];
} Seen;

typedef struct {
    const uint32_t *letters;
    int32_t many, script, kind, servant, listed;
    Seen seen[2];
} Spelt;

enum { NOT_ASKED, WANTED, MADE };

typedef struct {
    double weight, letters, rarity, apart, strength;
    int32_t seen, kind, state;
} Evidence;

/* A word sought and a word of the row, each from one place of its name to another, and what their meeting says. */
typedef struct {
    const Spelt *one, *other;
    int32_t start, end, from, upto;
    const Evidence *said;
    double strength;
} Meeting;

typedef struct {
    Spelt sought[2 * PARTS], held[HELD];
    Evidence met[2 * PARTS][HELD];
    uint32_t joined[2][HELD][SPELT];
    int32_t number[HELD], parts, joins, many_sought, many_held;
    int32_t row[ROWS][PARTS], row_join[ROWS][PARTS], long_row[ROWS]; /* places in `held`; -1 without one */
    Meeting possible[POSSIBLE];
} Desk;

static Desk *desk;

static int order_of(const uint32_t *a, int64_t n, const uint32_t *b, int64_t m) {
    for (int64_t i = 0; i < n && i < m; i++)
        if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
    return n < m ? -1 : n > m;
}

static int alphabetical(const Spelt *a, const Spelt *b) {
    return order_of(a->letters, a->many, b->letters, b->many);
}

/* The number of the word among those that lists know, or -1. */
static int32_t listed(const Scales *s, const Spelt *word) {
    if (word->script >= s->scripts) return -1;
    const Lexicon *lexicon = &s->lexicons[word->script];
    int64_t low = 0, high = lexicon->many;
    while (low < high) {
        int64_t middle = (low + high) / 2;
        const int64_t *at = lexicon->starts + middle;
        int order = order_of(lexicon->letters + at[0], at[1] - at[0], word->letters, word->many);
        if (!order) return (int32_t)middle;
        if (order < 0) low = middle + 1;
        else high = middle;
    }
    return -1;
}

static void spell(const Scales *s, Spelt *word, const uint32_t *letters, int64_t many, int32_t script,
                  int32_t kind) {
    word->letters = letters;
    word->many = (int32_t)many;
    word->script = script;
    word->kind = kind;
    word->servant = 0;
    word->seen[0].table = word->seen[1].table = -1;
    word->listed = listed(s, word);
}

static void spell_numbered(const Scales *s, Spelt *word, const Words *words, int32_t number) {
    const int64_t *at = words->starts + number;
    spell(s, word, words->letters + at[0], at[1] - at[0], words->scripts[number], words->kinds[number]);
    word->servant = words->servant[number];
}

/* Logarithm of how likely the word is to be met, `alone` being what its letters cost. */
static double chance(const Scales *s, const Spelt *word, int32_t alone) {
    double total = word->script < s->scripts ? s->lexicons[word->script].total : 1000.0;
    double met = word->listed < 0 ? 0.0 : s->lexicons[word->script].met[word->listed];
    return log((met + UNSEEN * total * exp(-alone / NAT) + 1e-9) / (total * (1 + UNSEEN)));
}

static int32_t group_of(const Side *side, uint64_t letters, int32_t otherwise) {
    int64_t low = 0, high = side->many;
    while (low < high) {
        int64_t middle = (low + high) / 2;
        if (side->groups[middle] == letters) return side->numbers[middle];
        if (side->groups[middle] < letters) low = middle + 1;
        else high = middle;
    }
    return otherwise;
}

static const Seen *seen_by(const Scales *s, int32_t table, int place, Spelt *word) {
    Seen *seen = &word->seen[place];
    if (seen->table == table) return seen;
    const Side *side = &s->scales[table].side[place];
    int many = (word->many < LONGEST ? word->many : LONGEST) + 2;
    uint64_t text[LONGEST + 2];
    text[0] = '^';
    text[many - 1] = '$';
    for (int i = 1; i < many - 1; i++) text[i] = word->letters[i - 1];
    for (int end = 0; end <= many; end++) {
        int32_t *cut = seen->cut + end * (REACH + 1);
        cut[0] = 0;
        cut[1] = end < 1 ? -1 : group_of(side, text[end - 1], 1);
        cut[2] = end < 2 ? -1 : group_of(side, text[end - 1] | text[end - 2] << 21, -1);
        cut[3] = end < 3 ? -1 : group_of(side, text[end - 1] | text[end - 2] << 21 | text[end - 3] << 42, -1);
    }
    seen->table = table;
    seen->width = many + 1;
    int32_t alone = (int32_t)mithaq_alone(seen->cut, seen->width, side->alone, NAT);
    seen->known = (Known){alone, word->listed, chance(s, word, alone)};
    return seen;
}

/* How often the two words were seen for each other. */
static int32_t sightings(const Scales *s, const Scale *scale, const Known *first, const Known *second) {
    if (first->listed < 0 || second->listed < 0) return 0;
    int64_t pair = first->listed * s->lexicons[scale->side[1].script].many + second->listed;
    int64_t low = 0, high = scale->many;
    while (low < high) {
        int64_t middle = (low + high) / 2;
        if (scale->pairs[middle] == pair) return scale->counts[middle];
        if (scale->pairs[middle] < pair) low = middle + 1;
        else high = middle;
    }
    return 0;
}

static double log_sum(int32_t seen, double spelt) {
    double imagined = log(IMAGINED) + spelt;
    if (!seen) return imagined;
    double sighted = log((double)seen), high = sighted > imagined ? sighted : imagined;
    return high + log1p(exp((sighted > imagined ? imagined : sighted) - high));
}

/* What it says that these two meet, whose letters face each other at this cost. */
static void tell(const Scales *s, const Scale *scale, const Known *a, const Known *b, int32_t cost,
                 Evidence *said) {
    int32_t seen = sightings(s, scale, a, b);
    double ones = a->listed < 0 ? 0.0 : scale->side[0].times[a->listed];
    double others = b->listed < 0 ? 0.0 : scale->side[1].times[b->listed];
    double b_for_a = log_sum(seen, (a->alone - cost) / NAT) - log(ones + IMAGINED);
    double a_for_b = log_sum(seen, (b->alone - cost) / NAT) - log(others + IMAGINED);
    said->weight = (b_for_a - b->chance + a_for_b - a->chance) / 2;
    said->letters = (a->alone + b->alone - cost) / ((a->alone < b->alone ? a->alone : b->alone) + 10.0);
    said->rarity = -(a->chance > b->chance ? a->chance : b->chance);
    said->apart = seen ? 0.0 : log1p(ones < others ? ones : others);
    said->seen = seen;
    said->state = MADE;
}

INLINE int32_t faced(const Word *w, const Seen *other, const int halves) {
    Cost columns[MOST][2 * WIDE];
    for (int place = 0; place < 2 * WIDE; place++) columns[0][place] = IMPOSSIBLE;
    columns[0][BEFORE] = 0;
    for (int d = 1; d < other->width; d++) {
        const Cost *before[REACH + 1] = {0};
        for (int length = 1; length <= REACH && length <= d; length++)
            before[length] = columns[d - length] + BEFORE;
        for (int place = 1; place <= REACH; place++) columns[d][BEFORE - place] = IMPOSSIBLE;
        column(w, other->cut + d * (REACH + 1), before, columns[d] + BEFORE, halves);
    }
    return columns[other->width - 1][BEFORE + w->width - 1];
}

FAST static int32_t faced_short(const Word *w, const Seen *other) { return faced(w, other, 1); }

FAST static int32_t faced_long(const Word *w, const Seen *other) { return faced(w, other, 2); }

/* The table by which two words are weighed, -1 if there is none; `place`: whether the one stands second in it. */
static int32_t table_of(const Scales *s, const Spelt *one, const Spelt *other, int *place) {
    *place = 0;
    if (one->script >= s->scripts || other->script >= s->scripts) return -1;
    int32_t way = s->ways[one->script * s->scripts + other->script];
    if (way < 0) return -1;
    *place = one->script == other->script ? alphabetical(other, one) < 0 : way & 1;
    return way >> 1;
}

/* Every meeting wanted with one word sought, those at one side of a table together; 0 without memory. */
static int weigh(const Scales *s, Spelt *sought, Spelt *held, Evidence *met, int32_t many) {
    Word w;
    for (int side = 0; side < 2; side++) {
        int32_t at = -1;
        for (int32_t d = 0; d < many; d++) {
            int place;
            if (met[d].state != WANTED) continue;
            int32_t table = table_of(s, sought, &held[d], &place);
            if (table < 0) { /* a word meets itself and nothing else */
                int same = !alphabetical(sought, &held[d]);
                met[d] = (Evidence){.weight = same ? 8.0 : -12.0, .letters = same, .rarity = 8.0, .state = MADE};
            }
            if (table < 0 || place != side) continue;
            const Seen *ours = seen_by(s, table, place, sought), *theirs = seen_by(s, table, !place, &held[d]);
            if (table != at && !ready(&w, &s->scales[table].faced[place], ours->cut, ours->width, NULL)) return 0;
            at = table;
            int32_t cost = w.width <= HALF ? faced_short(&w, theirs) : faced_long(&w, theirs);
            tell(s, &s->scales[table], place ? &theirs->known : &ours->known, place ? &ours->known : &theirs->known,
                 cost, &met[d]);
        }
    }
    return 1;
}

/* Every part sought meets every word: how strongly, by what evidence, in what manner. */
static int meet(const Scales *s) {
    for (int32_t i = 0; i < desk->parts; i++) {
        Spelt *part = &desk->sought[i], first;
        Evidence *met = desk->met[i];
        for (int32_t d = 0; d < desk->many_held; d++)
            met[d].state = (part->many == 1) == (desk->held[d].many == 1) ? WANTED : NOT_ASKED;
        if (!weigh(s, part, desk->held, met, desk->many_held)) return 0;
        spell(s, &first, part->letters, 1, part->script, part->kind);
        for (int32_t d = 0; d < desk->many_held; d++) {
            Spelt *other = &desk->held[d], initial;
            if (met[d].state == NOT_ASKED) { /* an initial meets an initial */
                int place;
                spell(s, &initial, other->letters, 1, other->script, other->kind);
                met[d].state = WANTED;
                if (table_of(s, &first, &initial, &place) < 0)
                    met[d] = (Evidence){.weight = -12.0, .rarity = 8.0, .state = MADE};
                else if (!weigh(s, &first, &initial, &met[d], 1)) return 0;
            }
            if (part->many == 1 || other->many == 1) met[d].kind = INITIAL;
            else if (part->kind == TITLE || other->kind == TITLE) met[d].kind = TITLE;
            else met[d].kind = part->kind == NAME || other->kind == NAME ? NAME : LINK;
            met[d].strength = met[d].kind == INITIAL && met[d].weight > 1.0 ? 1.0 : met[d].weight;
        }
    }
    return 1;
}

/* Two neighbours as one word; 0 if they are of two scripts, -1 if they are too long for this. */
static int join(const Scales *s, const Spelt *part, const Spelt *after, uint32_t *letters, Spelt *word) {
    int32_t many = part->many, arabic = part->script == s->arabic;
    if (part->script != after->script) return 0;
    if (part->many + 2 * after->many > SPELT) return -1;
    memcpy(letters, part->letters, sizeof(uint32_t) * many);
    for (int32_t i = 0; i < after->many; i++) {
        letters[many++] = after->letters[i] != ARTICLE ? after->letters[i] : arabic ? 0x627 : 'a';
        if (after->letters[i] == ARTICLE) letters[many++] = arabic ? 0x644 : 'l';
    }
    spell(s, word, letters, many, part->script, NAME);
    return 1;
}

/* Two neighbours may meet one part about as long as both together. */
static int comparable(const Spelt *a, const Spelt *b) {
    int32_t shorter = a->many < b->many ? a->many : b->many, longer = a->many < b->many ? b->many : a->many;
    if (a->script == b->script && a->letters[0] != b->letters[0]) return 0;
    return 2 * shorter >= longer;
}

static int may_hold(const Spelt *a, const Spelt *b, const Evidence *former, const Evidence *latter) {
    return a->script == b->script || former->letters > HALF_EXPLAINED || latter->letters > HALF_EXPLAINED;
}

static void add(Meeting *made, const Spelt *one, const Spelt *other, int32_t start, int32_t end, int32_t from,
                int32_t upto, const Evidence *said) {
    *made = (Meeting){one, other, start, end, from, upto, said, said->strength};
}

/* Whether two neighbours may meet one part, and their meeting; marked as wanted if it was not weighed yet. */
static int joined(Evidence *met, const Spelt *a, const Spelt *b, const Evidence *former, const Evidence *latter) {
    if (!comparable(a, b) || !may_hold(a, b, former, latter)) return 0;
    if (met->state == NOT_ASKED) met->state = WANTED;
    met->kind = a->many == 1 || b->many == 1 ? INITIAL : NAME;
    met->strength = met->weight - JOINING;
    return met->state == MADE;
}

/* The meetings of single parts, and of two neighbours with a part that met none well enough. How many. */
static int32_t possible_of(int32_t row, int32_t many) {
    const int32_t *held = desk->row[row], *joins = desk->row_join[row];
    int32_t parts = desk->parts, count = 0;
    double ours[PARTS], theirs[PARTS];
    for (int32_t i = 0; i < parts; i++) ours[i] = -99.0;
    for (int32_t j = 0; j < many; j++) theirs[j] = -99.0;
    for (int32_t i = 0; i < parts; i++)
        for (int32_t j = 0; j < many; j++) {
            const Evidence *met = &desk->met[i][held[j]];
            if (met->strength > ours[i]) ours[i] = met->strength;
            if (met->strength > theirs[j]) theirs[j] = met->strength;
            add(&desk->possible[count++], &desk->sought[i], &desk->held[held[j]], i, i + 1, j, j + 1, met);
        }
    for (int32_t x = parts; x < desk->many_sought; x++) {
        int32_t i = desk->sought[x].servant; /* of two as one: the place of the first */
        for (int32_t j = 0; j < many; j++) {
            Evidence *met = &desk->met[x][held[j]];
            const Spelt *one = &desk->sought[x], *other = &desk->held[held[j]];
            if (theirs[j] >= ENOUGH) continue;
            if (joined(met, one, other, &desk->met[i][held[j]], &desk->met[i + 1][held[j]]))
                add(&desk->possible[count++], one, other, i, i + 2, j, j + 1, met);
        }
    }
    for (int32_t j = 0; j + 1 < many; j++) {
        if (joins[j] < 0) continue;
        for (int32_t i = 0; i < parts; i++) {
            Evidence *met = &desk->met[i][joins[j]];
            const Spelt *one = &desk->sought[i], *other = &desk->held[joins[j]];
            if (ours[i] >= ENOUGH) continue;
            if (joined(met, one, other, &desk->met[i][held[j]], &desk->met[i][held[j + 1]]))
                add(&desk->possible[count++], one, other, i, i + 1, j, j + 2, met);
        }
    }
    return count;
}

/* Of two meetings as strong, the one of words earlier in the alphabet, then of places earlier in the name. */
static int comes_first(const Meeting *x, const Meeting *y) {
    const Spelt *words[2][2];
    int32_t starts[2][2];
    const Meeting *both[2] = {x, y};
    if (x->strength != y->strength) return x->strength > y->strength;
    for (int k = 0; k < 2; k++) {
        int order = alphabetical(both[k]->other, both[k]->one);
        int turned = order < 0 || (!order && both[k]->from < both[k]->start);
        words[k][turned] = both[k]->one;
        words[k][!turned] = both[k]->other;
        starts[k][turned] = both[k]->start;
        starts[k][!turned] = both[k]->from;
    }
    for (int side = 0; side < 2; side++) {
        int order = alphabetical(words[0][side], words[1][side]);
        if (order) return order < 0;
    }
    for (int side = 0; side < 2; side++)
        if (starts[0][side] != starts[1][side]) return starts[0][side] < starts[1][side];
    return 0;
}

/* Joined words and links meet only well; names, and titles (some are given names), even badly. */
static int may_meet(const Meeting *m) {
    if (m->end - m->start > 1 || m->upto - m->from > 1) return m->strength > WEAK;
    return m->strength > 1.0 || (m->one->kind != LINK && m->other->kind != LINK);
}

/* The strongest meeting, then the next among what is left; by the place of the word sought. */
static void pair(int32_t count, const Meeting **met, int32_t *ours, int32_t *theirs) {
    Meeting *possible = desk->possible;
    for (int32_t k = 1; k < count; k++) {
        Meeting one = possible[k];
        int32_t at = k;
        for (; at && comes_first(&one, &possible[at - 1]); at--) possible[at] = possible[at - 1];
        possible[at] = one;
    }
    *ours = *theirs = 0;
    for (int32_t i = 0; i < PARTS; i++) met[i] = NULL;
    for (int32_t k = 0; k < count; k++) {
        const Meeting *m = &possible[k];
        int32_t one = (1 << m->end) - (1 << m->start), other = (1 << m->upto) - (1 << m->from);
        if (*ours & one || *theirs & other || !may_meet(m)) continue;
        *ours |= one;
        *theirs |= other;
        met[m->start] = m;
    }
}

static double at(const Worth *worth, int line, double value) {
    const double *knots = worth->knots + line * KNOTS, *points = worth->worth + line * KNOTS;
    int many = worth->many[line], place = 0;
    while (place < many && knots[place] <= value) place++;
    if (place == 0) return points[0];
    if (place == many) return points[many - 1];
    double low = knots[place - 1], high = knots[place];
    return points[place - 1] + (points[place] - points[place - 1]) * (value - low) / (high - low);
}

static double between(double low, double value, double high) {
    return value < low ? low : value > high ? high : value;
}

/* What the letters say, apart for words so well known that they would have been seen for each other. */
static double by_letters(const Worth *worth, int line, double explained, double known) {
    double says = (1 - known) * at(worth, line, explained);
    return known != 0.0 ? says + known * at(worth, line + 1, explained) : says;
}

/* What the meeting of two names is worth, in nats, whatever else the names hold. */
static double of_names(const Worth *worth, const Evidence *said, double known) {
    double says = at(worth, BY_WEIGHT, said->weight) + by_letters(worth, BY_LETTERS, said->letters, known);
    says += between(-1.0, said->letters, 1.0) * at(worth, BY_RARITY, said->rarity);
    if (!said->seen) says += between(0.0, (2.0 - said->weight) / 4, 1.0) * at(worth, BY_APART, said->apart);
    return says;
}

/* How far both words are so well known that they would have been seen for each other. */
static double well_known(const Evidence *said) {
    return said->seen ? 0.0 : between(0.0, said->apart / KNOWN, 1.0);
}

static int32_t of_meeting(const Worth *worth, const Meeting *m, int worst) {
    const Evidence *said = m->said;
    if (said->kind != NAME)
        return worth->manner[2 * said->kind + (said->kind == INITIAL ? said->letters > 0.2 : said->weight > 2)];
    double known = well_known(said), says = of_names(worth, said, known);
    if (m->end - m->start > 1 || m->upto - m->from > 1) says += at(worth, BY_JOINED, said->letters);
    if (worst) {
        says += at(worth, BY_WORST, said->weight);
        says += by_letters(worth, BY_WORST_LETTERS, said->letters, known);
    }
    return (int32_t)rint(100 * says);
}

/* Whether a meeting is worse than another: by weight, then letters, then the words in their order. */
static int is_worse(const Meeting *x, const Meeting *y) {
    if (x->said->weight != y->said->weight) return x->said->weight < y->said->weight;
    if (x->said->letters != y->said->letters) return x->said->letters < y->said->letters;
    int turned = alphabetical(x->other, x->one) < 0, other = alphabetical(y->other, y->one) < 0;
    int order = alphabetical(turned ? x->other : x->one, other ? y->other : y->one);
    if (!order) order = alphabetical(turned ? x->one : x->other, other ? y->one : y->other);
    return order < 0;
}

/* What the parts of one side say that were left out; how many of them are names is added to `left`. */
static int32_t of_left(const Scales *s, const Worth *worth, const Spelt *const *name, int32_t many, int32_t taken,
                       int32_t *left) {
    int32_t first = -1, last = -1, points = 0;
    for (int32_t i = 0; i < many; i++)
        if (name[i]->kind == NAME) {
            first = first < 0 ? i : first;
            last = i;
        }
    for (int32_t i = 0; i < many; i++) {
        if (taken >> i & 1) continue;
        if (name[i]->kind == NAME) {
            double rarity = -chance(s, name[i], LEFT_ALONE);
            int where = i == first ? 0 : i == last ? 2 : 1;
            points += (int32_t)rint(100 * (worth->left[where] + at(worth, BY_LEFT, rarity)));
            ++*left;
        } else if (name[i]->kind == INITIAL) points += worth->beside[0];
        else if (name[i]->servant) points += worth->beside[1];
    }
    return points;
}

/* The score of a row, and the weight of all meetings. */
static int32_t score(const Scales *s, int32_t row, int32_t many, double *weight) {
    const Meeting *met[PARTS], *worst = NULL;
    const Spelt *ours[PARTS], *theirs[PARTS];
    int32_t taken[2], names = 0, left = 0, points = 0, before = -1, ordered = 1;
    int64_t shared = 0, both = 0;
    pair(possible_of(row, many), met, &taken[0], &taken[1]);
    for (int32_t i = 0; i < desk->parts; i++) shared |= 1LL << (ours[i] = &desk->sought[i])->script;
    for (int32_t j = 0; j < many; j++) both |= 1LL << (theirs[j] = &desk->held[desk->row[row][j]])->script;
    const Worth *worth = &s->worth[!(shared & both)];
    *weight = 0.0;
    for (int32_t i = 0; i < desk->parts; i++)
        if (met[i] && met[i]->said->kind == NAME && (!worst || is_worse(met[i], worst))) worst = met[i];
    for (int32_t i = 0; i < desk->parts; i++) {
        if (!met[i]) continue;
        *weight += met[i]->said->weight;
        points += of_meeting(worth, met[i], met[i] == worst);
        names += met[i]->said->kind == NAME;
        if (met[i]->from < before) ordered = 0;
        before = met[i]->from;
    }
    points += of_left(s, worth, ours, desk->parts, taken[0], &left);
    points += of_left(s, worth, theirs, many, taken[1], &left);
    points += worth->whole[names * (2 * PARTS + 1) + left];
    return points + (ordered ? 0 : (int32_t)worth->other_order);
}

/* The place of a word among those held, where it is put if it was not there. */
static int32_t hold(const Scales *s, const Words *words, int32_t number) {
    for (int32_t d = 0; d < desk->many_held; d++)
        if (desk->number[d] == number) return d;
    spell_numbered(s, &desk->held[desk->many_held], words, number);
    desk->number[desk->many_held] = number;
    return desk->many_held++;
}

/* Two neighbours of each row as one, of those rows in which a part met none well enough. */
static void join_rows(const Scales *s, int32_t rows, const int32_t *many) {
    for (int32_t r = 0; r < rows; r++)
        for (int32_t j = 0; j + 1 < many[r]; j++) {
            Spelt *a = &desk->held[desk->row[r][j]], *b = &desk->held[desk->row[r][j + 1]];
            int32_t d = desk->many_held;
            int made = join(s, a, b, desk->joined[1][d], &desk->held[d]);
            desk->row_join[r][j] = made > 0 ? d : -1;
            if (made < 0) desk->long_row[r] = 1;
            if (made <= 0) continue;
            for (int32_t i = 0; i < desk->parts; i++) desk->met[i][d].state = NOT_ASKED;
            desk->many_held++;
        }
}

static int score_some(const Scales *s, int32_t rows, const int32_t *many, int32_t *scores, double *weights) {
    int32_t single = desk->many_held;
    for (int32_t x = desk->parts; x < desk->many_sought; x++)
        for (int32_t d = 0; d < single; d++) desk->met[x][d].state = NOT_ASKED;
    if (!meet(s)) return 0;
    join_rows(s, rows, many);
    for (int32_t r = 0; r < rows; r++) possible_of(r, many[r]);
    for (int32_t x = 0; x < desk->many_sought; x++)
        if (!weigh(s, &desk->sought[x], desk->held, desk->met[x], x < desk->parts ? desk->many_held : single))
            return 0;
    for (int32_t r = 0; r < rows; r++)
        scores[r] = desk->long_row[r] ? NOT_WEIGHED : score(s, r, many[r], &weights[r]);
    return 1;
}

/* The score of each of these rows, NOT_WEIGHED where it was not for us. How many; -1 if none was, or without memory. */
int64_t mithaq_score(const Scales *s, const Words *words, const int32_t *word_of, const int64_t *word_starts,
                     const Words *name, int32_t parts, const int32_t *rows, int64_t many_rows, int32_t *scores,
                     double *weights) {
    int32_t long_of[ROWS];
    if (!desk) desk = malloc(sizeof(Desk));
    if (!desk || parts > PARTS) return -1;
    desk->parts = desk->many_sought = parts;
    for (int32_t i = 0; i < parts; i++) spell_numbered(s, &desk->sought[i], name, i);
    for (int32_t i = 0; i + 1 < parts; i++) {
        Spelt *word = &desk->sought[desk->many_sought];
        int made = join(s, &desk->sought[i], &desk->sought[i + 1], desk->joined[0][desk->many_sought], word);
        if (made < 0) return -1;
        word->servant = i;
        desk->many_sought += made;
    }
    for (int64_t at = 0; at < many_rows;) {
        int32_t some = 0, room = HELD;
        desk->many_held = 0;
        for (; some < ROWS && at + some < many_rows && room >= 2 * PARTS; some++) {
            const int64_t *starts = word_starts + rows[at + some];
            int32_t many = (int32_t)(starts[1] - starts[0]);
            for (int32_t j = 0; j < many; j++)
                desk->row[some][j] = hold(s, words, word_of[starts[0] + j]);
            long_of[some] = many;
            desk->long_row[some] = 0;
            room -= 2 * many;
        }
        if (!score_some(s, some, long_of, scores + at, weights + at)) return -1;
        at += some;
    }
    return many_rows;
}

/* What is known of each of these words by itself, at one side of a table. How many. */
int64_t mithaq_know(const Scales *s, const Words *words, int32_t table, int32_t place, int64_t first,
                    int64_t many, Known *known) {
    Spelt word;
    for (int64_t k = 0; k < many; k++) {
        spell_numbered(s, &word, words, (int32_t)(first + k));
        known[k] = seen_by(s, table, place, &word)->known;
    }
    return many;
}

/* What the word sought, which stands at one side of a table, says meeting each of these at that cost, in hundredths
 * of a nat: its weight; and its worth in the score, `tells` for each nat of weight, the rest if it is a name. */
int64_t mithaq_weigh(const Scales *s, const Words *name, int32_t table, int32_t place, int32_t across, int32_t tells,
                     const Known *known, const int32_t *places, const int32_t *costs, int64_t many,
                     int32_t *weights, int32_t *points) {
    Spelt word;
    Evidence said;
    spell_numbered(s, &word, name, 0);
    const Known *sought = &seen_by(s, table, place, &word)->known;
    for (int64_t k = 0; k < many; k++) {
        const Known *other = &known[places[k]];
        tell(s, &s->scales[table], place ? other : sought, place ? sought : other, costs[k], &said);
        double worth = word.kind == NAME ? of_names(&s->worth[across], &said, well_known(&said)) : 0.0;
        weights[k] = (int32_t)rint(100 * said.weight);
        points[k] = (int32_t)rint(tells * said.weight + 100 * worth);
    }
    return many;
}
