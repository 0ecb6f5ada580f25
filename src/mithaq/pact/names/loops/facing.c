/* Two words face each other: groups of letters, what each costs, one column after another (`costs`). */

#define LEFT_STEPS 5

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
 * what each beginning should explain, `left_out` the most that leaving letters out may add to that. `left` is what
 * it costs that 1, 2, 4, 8, 16 letters sought are left out, by the last: a table leaves them out one by one. */
typedef struct {
    const Table *table;
    const int32_t *share;
    Cut cuts[REACH * WIDE];
    Cost left[LEFT_STEPS][WIDE], shares[WIDE]; /* `shares` as `share`, far below any beyond the word */
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
    Cost *explains, *most; /* by letters, or length, and group: the most that it explains beyond the share; a place
                            * more for each length, before the groups, says nothing */
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
    for (int64_t place = 0; place < (REACH + 1) * (groups + 1); place++)
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
            Cost *most = facing.most + length * (groups + 1) + 1;
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

/* What it costs that so many letters sought are left out. */
static void leave_out(Word *w) {
    const Cost *alone = rows_of(w, 0) + w->wide;
    for (int end = 0; end < WIDE; end++)
        w->left[0][end] = end && end < w->width && w->many[0] ? alone[end] : IMPOSSIBLE;
    for (int k = 1, by = 1; k < LEFT_STEPS; k++, by *= 2)
        for (int end = 0; end < WIDE; end++) {
            int32_t both = end < by ? IMPOSSIBLE : w->left[k - 1][end] + w->left[k - 1][end - by];
            w->left[k][end] = (Cost)(both < IMPOSSIBLE ? both : IMPOSSIBLE);
        }
}

static int ready(Word *w, const Table *t, const int32_t *cut, int width, const int32_t *share) {
    if (t->groups > facing.groups) {
        free(facing.rows);
        free(facing.made);
        free(facing.most);
        free(facing.explains);
        facing.rows = aligned_alloc(64, sizeof(Cost) * t->groups * (REACH + 1) * WIDE);
        facing.most = malloc(sizeof(Cost) * (t->groups + 1) * (REACH + 1));
        facing.explains = malloc(sizeof(Cost) * (t->groups + 1) * (REACH + 1));
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
    leave_out(w);
    if (share) {
        for (int end = 0; end < WIDE; end++) w->shares[end] = end < width ? (Cost)share[end] : -IMPOSSIBLE;
        may_leave_out(w);
        may_explain(w);
    }
    return 1;
}

/* The lesser, or the greater, place by place. */
INLINE Costs lesser(Costs a, Costs b) {
    Costs less = a < b;
    return (a & less) | (b & ~less);
}

INLINE Costs greater(Costs a, Costs b) {
    Costs less = a < b;
    return (b & less) | (a & ~less);
}

/* Moves every place on by so many (1, 2, 4, 8), the last ones of `a` coming in before those of `b`. */
#define FROM(by) 16 - by, 17 - by, 18 - by, 19 - by, 20 - by, 21 - by, 22 - by, 23 - by, \
                 24 - by, 25 - by, 26 - by, 27 - by, 28 - by, 29 - by, 30 - by, 31 - by
#ifdef __clang__
#define MOVED(a, b, by) __builtin_shufflevector(a, b, FROM(by))
#else
#define MOVED(a, b, by) __builtin_shuffle(a, b, (Costs){FROM(by)})
#endif

INLINE int32_t greatest(Costs a) {
    a = greater(a, MOVED(a, a, 8));
    a = greater(a, MOVED(a, a, 4));
    a = greater(a, MOVED(a, a, 2));
    return a[0] > a[1] ? a[0] : a[1];
}

/* Letters sought are left out, so many (1, 2, 4, 8) or none. */
#define MAY_LEAVE(step, by) do { \
        const Costs *costs = (const Costs *)w->left[step]; \
        Costs first = least[0]; \
        least[0] = lesser(first, MOVED(impossible, first, by) + costs[0]); \
        if (halves > 1) least[1] = lesser(least[1], MOVED(first, least[1], by) + costs[1]); \
    } while (0)

/* One column: `before[length]` are the columns of the ancestors, null where there are none. */
INLINE void column(const Word *w, const int32_t *groups, const Cost *const *before, Cost *made,
                   const int halves) {
    Costs least[2] = {{0}, {0}}, impossible = {0};
    impossible += IMPOSSIBLE;
    for (int half = 0; half < halves; half++) least[half] = impossible;
    for (int length = 1; length <= REACH && before[length]; length++) {
        if (groups[length] < 0) continue;
        const Cost *rows = rows_of(w, groups[length]);
        for (int s = 0; s < w->many[length]; s++) {
            int a = w->letters[length][s];
            const Cost *way = before[length] - a, *cost = rows + a * HALF * halves;
            for (int half = 0; half < halves; half++) {
                Costs sum = *(const Costs *)(way + half * HALF) + *(const Costs *)(cost + half * HALF);
                least[half] = lesser(least[half], sum);
            }
        }
    }
    MAY_LEAVE(0, 1);
    MAY_LEAVE(1, 2);
    MAY_LEAVE(2, 4);
    MAY_LEAVE(3, 8);
    /* and sixteen: what any number costs adds up */
    if (halves > 1) least[1] = lesser(least[1], least[0] + ((const Costs *)w->left[LEFT_STEPS - 1])[1]);
    for (int half = 0; half < halves; half++) *(Costs *)(made + half * HALF) = least[half];
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
