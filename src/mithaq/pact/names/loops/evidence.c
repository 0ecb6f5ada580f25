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
#define EVEN 11.5
#define BESIDE 3.0
#define LONE_MOST 219.0
#define LONE_LEAST (-220.0)
#define ARTICLE 0x29F      /* the Arabic article, as one letter */
#define NOT_LOOKED_UP (-2)
#define NOT_WEIGHED INT32_MIN

enum { NAME, LINK, INITIAL, TITLE, KINDS };
/* By what codes two names are told; of what is no name, met or left out, by its kind. */
enum { AGREE, JOINED, CLOSE, DIFFER, MET = DIFFER, LEFT = MET + KINDS, WHOLE = LEFT + KINDS, OTHER_ORDER, LONE,
       CODES };
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
    const uint64_t *pairs;
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

/* Words by number: their letters, script, kind, and whether it is the servant (abd); and room, if any, for those
 * that were last compared. */
typedef struct {
    const uint32_t *letters;
    const int64_t *starts;
    const int8_t *scripts, *kinds, *servant;
    char *kept;
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

/* A word and what was found out of it, once it was asked for. */
typedef struct {
    const uint32_t *letters;
    int32_t many, script, kind, servant, listed;
    double if_left;
    Seen seen[2];
} Spelt;

/* A word of those by number, kept from one comparison to the next: its number, from 1, and when last held where. */
typedef struct {
    int64_t now;
    int32_t number, place;
    Spelt word;
} Kept;

#define KEPT 16384         /* words kept, */
#define KEPT_BYTES 1024    /* so many bytes each */
_Static_assert(sizeof(Kept) <= KEPT_BYTES, "a word that is kept has its room");

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
    Spelt sought[2 * PARTS], own[HELD], *held[HELD];
    Evidence met[2 * PARTS][HELD];
    uint32_t joined[2][HELD][SPELT];
    int32_t number[HELD], parts, joins, many_sought, many_held;
    int64_t now;
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
static int32_t look_up(const Scales *s, const Spelt *word) {
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

static int32_t listed(const Scales *s, Spelt *word) {
    if (word->listed == NOT_LOOKED_UP) word->listed = look_up(s, word);
    return word->listed;
}

static void spell(Spelt *word, const uint32_t *letters, int64_t many, int32_t script,
                  int32_t kind) {
    word->letters = letters;
    word->many = (int32_t)many;
    word->script = script;
    word->kind = kind;
    word->servant = 0;
    word->seen[0].table = word->seen[1].table = -1;
    word->listed = NOT_LOOKED_UP;
    word->if_left = 0.0;
}

static void spell_numbered(Spelt *word, const Words *words, int32_t number) {
    const int64_t *at = words->starts + number;
    spell(word, words->letters + at[0], at[1] - at[0], words->scripts[number], words->kinds[number]);
    word->servant = words->servant[number];
}

/* Logarithm of how likely the word is to be met, `alone` being what its letters cost. */
static double chance(const Scales *s, Spelt *word, int32_t alone) {
    double total = word->script < s->scripts ? s->lexicons[word->script].total : 1000.0;
    int32_t number = listed(s, word);
    double met = number < 0 ? 0.0 : s->lexicons[word->script].met[number];
    return log((met + UNSEEN * total * exp(-alone / NAT) + 1e-9) / (total * (1 + UNSEEN)));
}

/* How rare the word is where it is left out. */
static double rarity(const Scales *s, Spelt *word) {
    if (word->if_left == 0.0) word->if_left = -chance(s, word, LEFT_ALONE);
    return word->if_left;
}

/* The place of a number among others in their order, or -1. */
static int64_t place_of(const uint64_t *numbers, int64_t many, uint64_t number) {
    int64_t low = 0, high = many;
    while (low < high) {
        int64_t middle = (low + high) / 2;
        if (numbers[middle] == number) return middle;
        if (numbers[middle] < number) low = middle + 1;
        else high = middle;
    }
    return -1;
}

static int32_t group_of(const Side *side, uint64_t letters, int32_t otherwise) {
    int64_t place = place_of(side->groups, side->many, letters);
    return place < 0 ? otherwise : side->numbers[place];
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
    seen->known = (Known){alone, listed(s, word), chance(s, word, alone)};
    return seen;
}

/* How often the two words were seen for each other. */
static int32_t sightings(const Scales *s, const Scale *scale, const Known *first, const Known *second) {
    if (first->listed < 0 || second->listed < 0) return 0;
    int64_t pair = first->listed * s->lexicons[scale->side[1].script].many + second->listed;
    int64_t place = place_of(scale->pairs, scale->many, (uint64_t)pair);
    return place < 0 ? 0 : scale->counts[place];
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
static int weigh(const Scales *s, Spelt *sought, Spelt *const *held, Evidence *met, int32_t many) {
    Word w;
    for (int side = 0; side < 2; side++) {
        int32_t at = -1;
        for (int32_t d = 0; d < many; d++) {
            int place;
            if (met[d].state != WANTED) continue;
            int32_t table = table_of(s, sought, held[d], &place);
            if (table < 0) { /* a word meets itself and nothing else */
                int same = !alphabetical(sought, held[d]);
                met[d] = (Evidence){.weight = same ? 8.0 : -12.0, .letters = same, .rarity = 8.0, .state = MADE};
            }
            if (table < 0 || place != side) continue;
            const Seen *ours = seen_by(s, table, place, sought), *theirs = seen_by(s, table, !place, held[d]);
            if (table != at && !ready(&w, &s->scales[table].faced[place], ours->cut, ours->width, NULL)) return 0;
            at = table;
            int32_t cost = w.width <= HALF ? faced_short(&w, theirs) : faced_long(&w, theirs);
            tell(s, &s->scales[table], place ? &theirs->known : &ours->known, place ? &ours->known : &theirs->known,
                 cost, &met[d]);
        }
    }
    return 1;
}
