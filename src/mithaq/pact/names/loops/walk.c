/* Walking a tree for the words that a word sought may stand for (`trie`). */

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
        int32_t node = here->node[i], back = here->above[i], own = tree[node].own;
        const Cost *before[REACH + 1] = {0};
        for (int length = 1; length <= deep; length++) {
            before[length] = level[length]->costs + (int64_t)back * wide + BEFORE;
            back = level[length]->above[back];
        }
        Cost *made = here->costs + alive * wide + BEFORE;
        for (int place = 1; place <= REACH; place++) made[-place] = IMPOSSIBLE;
        column(w, tree[node].group, before, made, halves);
        if (tree[node].word >= 0) {
            int32_t gain = own - made[w->width - 1];
            if (gain > bounds->least_gain && many < most) {
                found[3 * many] = tree[node].word;
                found[3 * many + 1] = made[w->width - 1];
                found[3 * many++ + 2] = gain;
            }
            continue;
        }
        const Costs *shares = (const Costs *)w->shares, *costs = (const Costs *)made;
        Costs explains = shares[0] - costs[0];
        if (halves > 1) explains = greater(explains, shares[1] - costs[1]);
        int32_t best = greatest(explains);
        __builtin_prefetch(&tree[tree[node].children]);
        gains[alive] = own + best;
        here->best[alive] = best;
        here->node[alive] = node;
        here->above[alive] = here->above[i];
        alive += own + best > -bounds->slack; /* no branch: as often as not */
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

/* The children of all branches of the depth above, but for those that explain too little at whatever costs. */
static int descend(const Node *tree, const Word *w, const Bounds *bounds, Level *const *level, int deep) {
    const Level *above = level[1];
    Level *next = level[0];
    const Cost *most = facing.most;
    int32_t needed[2] = {-bounds->slack - w->left_out, bounds->least_gain + w->share[w->width - 1] - w->left_out};
    int64_t below = 0, made = 0;
    for (int64_t i = 0; i < above->many; i++)
        below += tree[above->node[i] + 1].children - tree[above->node[i]].children;
    if (!room(next, below + 1) || !weighable(below)) return 0;
    for (int64_t i = 0; i < above->many; i++) {
        int32_t best[REACH + 1], back = (int32_t)i, end = tree[above->node[i] + 1].children;
        for (int length = 1; length <= REACH; length++) {
            best[length] = length <= deep ? level[length]->best[back] : -IMPOSSIBLE;
            back = length < deep ? level[length]->above[back] : 0;
        }
        for (int32_t child = tree[above->node[i]].children; child < end; child++) {
            const Node *node = &tree[child];
            int32_t may = best[1] + most[node->group[1]];
            for (int length = 2; length <= REACH; length++) {
                int32_t one = best[length] + most[node->group[length]];
                may = one > may ? one : may;
            }
            next->node[made] = child;
            next->above[made] = (int32_t)i;
            made += may + node->own > needed[node->word >= 0];
        }
    }
    next->many = made;
    return 1;
}

static void beginning(Level *level, int wide) {
    for (int place = 0; place < wide; place++) level->costs[place] = IMPOSSIBLE;
    level->costs[BEFORE] = 0;
    level->above[0] = level->best[0] = 0;
}

/* Words of a tree that the word sought may stand for: number, cost, gain each. How many; -1 without memory. */
static int64_t reach(const Node *tree, const Table *t, const int32_t *cut, int32_t width, const int32_t *share,
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
        if (!descend(tree, &w, &bounds, level, deep)) return -1;
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
static int64_t face(const Node *tree, const Table *t, const int32_t *cut, int32_t width,
                    const int32_t *leaves, int64_t many, int32_t *costs) {
    Word w;
    if (!ready(&w, t, cut, width, NULL)) return -1;
    if (width <= HALF) face_short(tree, &w, leaves, many, costs);
    else face_long(tree, &w, leaves, many, costs);
    return many;
}
