/* The inner loops of a search, as `costs`, `trie` and `index` have them in Python, on the same whole numbers.
 *
 * Built by `./dev kernel`, loaded by `kernel.py` if it is there; what comes out is equal either way,
 * which the tests show. Nothing here allocates but its own workspace, which belongs to the thread.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define REACH 3
#define MOST 28            /* letters of a word, with both edges, and room to spare */
#define IMPOSSIBLE 20000

#if defined(__GNUC__) && defined(__x86_64__) && !defined(__clang__)
#define FAST __attribute__((target_clones("avx2", "default")))
#else
#define FAST
#endif

typedef struct {
    const int32_t *children, *parent, *word, *own, *group[REACH + 1];
} Tree;

typedef struct {
    const int32_t *face;   /* face[sought * columns + group]: what it costs that they face each other */
    int64_t columns;
    const int32_t *shapes; /* letters sought, letters of the tree */
    int32_t many;
} Table;

/* Costs of a group of the tree facing the groups that end at each letter sought; made when first met. */
typedef struct {
    int32_t *rows;         /* rows[(group * (REACH + 1) + length) * MOST + end] */
    uint32_t *made, now;
    int64_t groups;
} Facing;

static __thread Facing facing;

static int ready(int64_t groups) {
    if (groups > facing.groups) {
        free(facing.rows);
        free(facing.made);
        facing.rows = malloc(sizeof(int32_t) * groups * (REACH + 1) * MOST);
        facing.made = calloc(groups, sizeof(uint32_t));
        facing.groups = facing.rows && facing.made ? groups : 0;
        facing.now = 0;
    }
    if (++facing.now == 0) {
        memset(facing.made, 0, sizeof(uint32_t) * facing.groups);
        facing.now = 1;
    }
    return facing.groups >= groups;
}

static const int32_t *rows_of(const Table *t, const int32_t *cut, int width, int32_t group) {
    int32_t *rows = facing.rows + (int64_t)group * (REACH + 1) * MOST;
    if (facing.made[group] != facing.now) {
        facing.made[group] = facing.now;
        for (int length = 0; length <= REACH; length++)
            for (int end = 0; end < width; end++) {
                int32_t sought = cut[end * (REACH + 1) + length];
                rows[length * MOST + end] = sought < 0 ? IMPOSSIBLE : t->face[sought * t->columns + group];
            }
    }
    return rows;
}

/* One column: `before[length]` are the columns of the ancestors, null where there are none. */
FAST static void column(const Table *t, const int32_t *cut, int width, const int32_t *groups,
                        const int32_t *const *before, int32_t *least) {
    for (int end = 0; end < width; end++) least[end] = 3 * IMPOSSIBLE;
    for (int length = 1; length <= REACH && before[length]; length++) {
        if (groups[length] < 0) continue;
        const int32_t *rows = rows_of(t, cut, width, groups[length]);
        for (int s = 0; s < t->many; s++) {
            if (t->shapes[2 * s + 1] != length) continue;
            int a = t->shapes[2 * s];
            const int32_t *way = before[length], *cost = rows + a * MOST;
            for (int end = a; end < width; end++) {
                int32_t sum = way[end - a] + cost[end];
                least[end] = sum < least[end] ? sum : least[end];
            }
        }
    }
    const int32_t *alone = rows_of(t, cut, width, 0);
    for (int end = 1; end < width; end++)
        for (int s = 0; s < t->many; s++) {
            int a = t->shapes[2 * s];
            if (t->shapes[2 * s + 1] == 0 && end >= a) {
                int32_t sum = least[end - a] + alone[a * MOST + end];
                least[end] = sum < least[end] ? sum : least[end];
            }
        }
    for (int end = 0; end < width; end++) least[end] = least[end] < IMPOSSIBLE ? least[end] : IMPOSSIBLE;
}

typedef struct {
    int32_t *costs, *above, *node;
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
        level->costs = malloc(sizeof(int32_t) * level->room * MOST);
        level->above = malloc(sizeof(int32_t) * level->room);
        level->node = malloc(sizeof(int32_t) * level->room);
        if (!level->costs || !level->above || !level->node) level->room = 0;
    }
    level->many = many;
    return level->room >= many;
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

/* Words of a tree that the word sought may stand for: number, cost, gain each. How many; -1 without memory. */
int64_t mithaq_near(const Tree *tree, const Table *t, int64_t groups, const int32_t *cut, int32_t width,
                    const int32_t *share, int32_t least_gain, int32_t slack, int64_t widest,
                    int32_t *found, int64_t most) {
    int64_t many = 0;
    int deep = 1;
    Level *level[REACH + 1];
    for (int i = 0; i <= REACH; i++) level[i] = &levels[i];
    if (!ready(groups) || !room(level[0], 1) || !room(level[1], 1)) return -1;
    for (int end = 0; end < width; end++) level[1]->costs[end] = IMPOSSIBLE;
    level[1]->costs[0] = 0;
    level[1]->above[0] = 0;
    level[0]->node[0] = 0;
    level[0]->above[0] = 0;
    while (level[0]->many) {
        Level *here = level[0];
        int64_t alive = 0;
        if (here->many > gains_room) {
            free(gains);
            gains_room = here->many * 2;
            gains = malloc(sizeof(int32_t) * 2 * gains_room);
            if (!gains) { gains_room = 0; return -1; }
        }
        for (int64_t i = 0; i < here->many; i++) {
            int32_t node = here->node[i], back = here->above[i], number[REACH + 1];
            const int32_t *before[REACH + 1] = {0};
            for (int length = 1; length <= deep; length++) {
                before[length] = level[length]->costs + (int64_t)back * MOST;
                number[length] = tree->group[length][node];
                back = level[length]->above[back];
            }
            int32_t column_of_node[MOST];
            column(t, cut, width, number, before, column_of_node);
            int32_t gain = -3 * IMPOSSIBLE, own = tree->own[node];
            if (tree->word[node] >= 0) {
                gain = own - column_of_node[width - 1];
                if (gain > least_gain && many < most) {
                    found[3 * many] = tree->word[node];
                    found[3 * many + 1] = column_of_node[width - 1];
                    found[3 * many++ + 2] = gain;
                }
                continue;
            }
            for (int end = 0; end < width; end++) {
                int32_t one = own + share[end] - column_of_node[end];
                gain = one > gain ? one : gain;
            }
            if (gain <= -slack) continue;
            gains[alive] = gain;
            here->node[alive] = node;
            here->above[alive] = here->above[i];
            memcpy(here->costs + alive++ * MOST, column_of_node, sizeof(int32_t) * width);
        }
        if (alive > widest) {
            memcpy(gains + gains_room, gains, sizeof(int32_t) * alive);
            int32_t least = largest(gains + gains_room, alive, widest);
            int64_t kept = 0;
            for (int64_t i = 0; i < alive; i++) {
                if (gains[i] < least) continue;
                here->node[kept] = here->node[i];
                here->above[kept] = here->above[i];
                memmove(here->costs + kept++ * MOST, here->costs + i * MOST, sizeof(int32_t) * MOST);
            }
            alive = kept;
        }
        here->many = alive;
        int64_t below = 0;
        for (int64_t i = 0; i < alive; i++) below += tree->children[here->node[i] + 1] - tree->children[here->node[i]];
        Level *last = level[REACH];
        for (int i = REACH; i > 0; i--) level[i] = level[i - 1];
        level[0] = last;
        if (deep < REACH) deep++;
        if (!room(last, below)) return -1;
        int64_t next = 0;
        for (int64_t i = 0; i < alive; i++)
            for (int32_t child = tree->children[here->node[i]]; child < tree->children[here->node[i] + 1]; child++) {
                last->node[next] = child;
                last->above[next++] = (int32_t)i;
            }
    }
    return many;
}

/* What it costs that the word sought faces each of these words, given by the nodes they end at. */
int64_t mithaq_face(const Tree *tree, const Table *t, int64_t groups, const int32_t *cut, int32_t width,
                    const int32_t *leaves, int64_t many, int32_t *costs) {
    int32_t path[MOST], columns[MOST + REACH][MOST];
    if (!ready(groups)) return -1;
    for (int64_t i = 0; i < many; i++) {
        int depth = 0;
        for (int32_t node = leaves[i]; node >= 0 && depth < MOST; node = tree->parent[node]) path[depth++] = node;
        for (int end = 0; end < width; end++) columns[0][end] = IMPOSSIBLE;
        columns[0][0] = 0;
        for (int d = 1; d <= depth; d++) {
            int32_t node = path[depth - d], number[REACH + 1];
            const int32_t *before[REACH + 1] = {0};
            for (int length = 1; length <= REACH && length <= d; length++) {
                before[length] = columns[d - length];
                number[length] = tree->group[length][node];
            }
            column(t, cut, width, number, before, columns[d]);
        }
        costs[i] = columns[depth][width - 1];
    }
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

/* Rows that hold the most of what was sought: `words` by the one sought they are near, heaviest first. */
int64_t mithaq_gather(const int32_t *rows, const int64_t *starts, const int64_t *words, const float *weights,
                      const int32_t *sought, int64_t many, const int16_t *long_by, float dear, float *total,
                      int32_t *stamp, int32_t *touched, int32_t now, int32_t *best, float *ranks, int64_t most) {
    int64_t reached = 0, kept = 0;
    for (int64_t i = 0; i < many; i++) {
        int32_t mark = now + sought[i];
        for (int64_t p = starts[words[i]]; p < starts[words[i] + 1]; p++) {
            int32_t row = rows[p];
            if (stamp[row] == mark) continue;
            if (stamp[row] < now) {
                total[row] = 0.0f;
                touched[reached++] = row;
            }
            stamp[row] = mark;
            total[row] += weights[i];
        }
    }
    for (int64_t i = 0; i < reached; i++) {   /* a heap whose top is the worst of the best */
        int32_t row = touched[i];
        float rank = total[row] - dear * (float)long_by[row];
        if (kept == most && (rank < ranks[0] || (rank == ranks[0] && row > best[0]))) continue;
        int64_t at;
        if (kept < most) {
            at = kept++;
            while (at) {
                int64_t up = (at - 1) / 2;
                if (ranks[up] < rank || (ranks[up] == rank && best[up] > row)) break;
                ranks[at] = ranks[up];
                best[at] = best[up];
                at = up;
            }
        } else {
            at = 0;
            for (;;) {
                int64_t down = 2 * at + 1;
                if (down >= kept) break;
                if (down + 1 < kept && (ranks[down + 1] < ranks[down] ||
                                        (ranks[down + 1] == ranks[down] && best[down + 1] > best[down])))
                    down++;
                if (rank < ranks[down] || (rank == ranks[down] && row > best[down])) break;
                ranks[at] = ranks[down];
                best[at] = best[down];
                at = down;
            }
        }
        ranks[at] = rank;
        best[at] = row;
    }
    return kept;
}
