/* Two words face each other: groups of letters, what each costs, one column after another (`costs`). */

#define LEFT_STEPS 5

/* One node of a tree; its children are those from `children` to that of the node after it. */
typedef struct {
    int32_t children, parent, word, own, group[REACH + 1];
} Node;

/* A group of the tree that a group sought may face, and what that costs; whatever else they face is impossible. */
typedef struct {
    int32_t group, cost;
} Faced;

typedef struct {
    const Faced *faced;    /* by the group sought: those from `starts` of it to that of the next */
    const int32_t *starts;
    int64_t groups;        /* of the tree */
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

/* Costs of each group of the tree that may face a group sought, by where that ends: few of all, and one after the
 * other, so that they lie together. There is a place before the groups, for what is none. */
typedef struct {
    Cost *rows;     /* rows[(place * (REACH + 1) + letters) * wide + end] */
    int16_t *place; /* by group; -1 if it faces nothing that is sought */
    Cost *most;     /* by group: the most that it explains beyond the share of what it faces */
    int64_t groups;
    int32_t many;
} Facing;

static Facing facing;

INLINE Cost *rows_of(const Word *w, int32_t group) {
    int32_t size = (REACH + 1) * w->wide, known = facing.place[group] >= 0;
    if (!known) facing.place[group] = (int16_t)facing.many++;
    Cost *rows = facing.rows + (int64_t)facing.place[group] * size;
    for (int place = 0; !known && place < size; place++) rows[place] = IMPOSSIBLE;
    return rows;
}

/* What each group of the tree costs that may face any that is sought, or is left out. */
FAST static void lay_out(const Word *w) {
    const Table *t = w->table;
    facing.many = 0;
    for (int64_t group = -1; group < t->groups; group++) facing.place[group] = -1;
    for (int64_t group = -1; group < t->groups; group++) facing.most[group] = -IMPOSSIBLE;
    rows_of(w, 0);
    for (const Faced *f = t->faced + t->starts[0]; f < t->faced + t->starts[1]; f++) {
        Cost *rows = rows_of(w, f->group);
        for (int end = 0; end < w->width; end++) rows[end] = (Cost)f->cost;
        facing.most[f->group] = (Cost)-f->cost;
    }
    for (const Cut *cut = w->cuts; cut < w->cuts + w->many_cuts; cut++)
        for (const Faced *f = t->faced + t->starts[cut->number]; f < t->faced + t->starts[cut->number + 1]; f++) {
            Cost explains = (Cost)(cut->adds - f->cost), *most = &facing.most[f->group];
            rows_of(w, f->group)[cut->letters * w->wide + cut->end] = (Cost)f->cost;
            *most = explains > *most ? explains : *most;
        }
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
        if (facing.groups) {
            free(facing.rows);
            free(facing.place - 1);
            free(facing.most - 1);
        }
        facing.groups = 0;
        Cost *rows = aligned_alloc(64, sizeof(Cost) * t->groups * (REACH + 1) * WIDE);
        int16_t *place = malloc(sizeof(int16_t) * (t->groups + 1));
        Cost *most = malloc(sizeof(Cost) * (t->groups + 1));
        if (!rows || !place || !most) {
            free(rows);
            free(place);
            free(most);
            return 0;
        }
        facing = (Facing){rows, place + 1, most + 1, t->groups, 0};
    }
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
    lay_out(w);
    leave_out(w);
    if (share) {
        for (int end = 0; end < WIDE; end++) w->shares[end] = end < width ? (Cost)share[end] : -IMPOSSIBLE;
        may_leave_out(w);
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
        int place = facing.place[groups[length]];
        if (place < 0) continue;
        const Cost *rows = facing.rows + place * (REACH + 1) * HALF * halves;
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
