/* What the meetings of two names score, and by what reasons (`score`, `lone`). */

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

/* What the parts of one side say that were left out, by their kinds in `told`; how many of them are names. */
static int32_t of_left(const Scales *s, const Worth *worth, Spelt *const *name, int32_t many, int32_t taken,
                       int32_t *told) {
    int32_t first = -1, last = -1, left = 0;
    for (int32_t i = 0; i < many; i++)
        if (name[i]->kind == NAME) {
            first = first < 0 ? i : first;
            last = i;
        }
    for (int32_t i = 0; i < many; i++) {
        if (taken >> i & 1) continue;
        if (name[i]->kind == NAME) {
            int where = i == first ? 0 : i == last ? 2 : 1;
            told[NAME] += (int32_t)rint(100 * (worth->left[where] + at(worth, BY_LEFT, rarity(s, name[i]))));
            left++;
        } else if (name[i]->kind == INITIAL) told[INITIAL] += worth->beside[0];
        else if (name[i]->servant) told[name[i]->kind] += worth->beside[1];
    }
    return left;
}

/* What is taken off since one name is all that met (`lone`); `left` are the names left out on either side. */
static int32_t too_little(const Meeting *const *met, int32_t names, const int32_t *left, int32_t points) {
    double rarity = 0.0, beside = 0.0;
    int initial = 0;
    for (int32_t i = 0; i < desk->parts; i++) {
        if (!met[i]) continue;
        const Evidence *said = met[i]->said;
        if (said->kind == NAME) rarity = said->rarity;
        if (said->kind == INITIAL) initial = 1;
        if ((said->kind == INITIAL || said->kind == TITLE) && said->weight > 0)
            beside += said->rarity < BESIDE ? said->rarity : BESIDE;
    }
    if (names != 1 || (left[0] && left[1]) || !(left[0] || left[1] || initial)) return 0;
    int32_t most = (int32_t)between(LONE_LEAST, rint(100 * (rarity + beside - EVEN)), LONE_MOST);
    return points > most ? most - points : 0;
}

/* By what code a meeting is told. */
static int code_of(const Meeting *m) {
    if (m->said->kind != NAME) return MET + m->said->kind;
    if (m->said->weight < -1) return DIFFER;
    if (m->said->weight < 2) return CLOSE;
    return m->end - m->start > 1 || m->upto - m->from > 1 ? JOINED : AGREE;
}

/* The score of a row, and the weight of all meetings; in `told` what each code says of it, and what would be taken
 * off since one name is all that met. */
static int32_t score(const Scales *s, int32_t row, int32_t many, double *weight, int32_t *told) {
    const Meeting *met[PARTS], *worst = NULL;
    Spelt *ours[PARTS], *theirs[PARTS];
    int32_t taken[2], left[2], names = 0, before = -1, ordered = 1, points = 0;
    int64_t shared = 0, both = 0;
    memset(told, 0, sizeof(int32_t) * CODES);
    pair(possible_of(row, many), met, &taken[0], &taken[1]);
    for (int32_t i = 0; i < desk->parts; i++) shared |= 1LL << (ours[i] = &desk->sought[i])->script;
    for (int32_t j = 0; j < many; j++) both |= 1LL << (theirs[j] = desk->held[desk->row[row][j]])->script;
    const Worth *worth = &s->worth[!(shared & both)];
    *weight = 0.0;
    for (int32_t i = 0; i < desk->parts; i++)
        if (met[i] && met[i]->said->kind == NAME && (!worst || is_worse(met[i], worst))) worst = met[i];
    for (int32_t i = 0; i < desk->parts; i++) {
        if (!met[i]) continue;
        *weight += met[i]->said->weight;
        told[code_of(met[i])] += of_meeting(worth, met[i], met[i] == worst);
        names += met[i]->said->kind == NAME;
        if (met[i]->from < before) ordered = 0;
        before = met[i]->from;
    }
    left[0] = of_left(s, worth, ours, desk->parts, taken[0], told + LEFT);
    left[1] = of_left(s, worth, theirs, many, taken[1], told + LEFT);
    told[WHOLE] = worth->whole[names * (2 * PARTS + 1) + left[0] + left[1]];
    told[OTHER_ORDER] = ordered ? 0 : (int32_t)worth->other_order;
    for (int code = 0; code < LONE; code++) points += told[code];
    told[LONE] = too_little(met, names, left, points);
    return points;
}

/* The place of a word among those held, where it is put if it was not there. What is known of it is kept; if two
 * held at once would be kept in one place, the later is spelt anew. */
static int32_t hold(const Scales *s, const Words *words, int32_t number) {
    Kept *kept = words->kept ? (Kept *)(words->kept + number % KEPT * KEPT_BYTES) : NULL;
    int32_t here = desk->many_held, taken = kept && kept->now == desk->now;
    if (taken && kept->number == number + 1) return kept->place;
    for (int32_t d = 0; (taken || !kept) && d < here; d++)
        if (desk->number[d] == number) return d;
    desk->number[here] = number;
    desk->held[here] = kept && !taken ? &kept->word : &desk->own[here];
    if (!kept || taken || kept->number != number + 1) spell_numbered(desk->held[here], words, number);
    if (kept && !taken) {
        kept->number = number + 1;
        kept->now = desk->now;
        kept->place = here;
    }
    return desk->many_held++;
}

/* Two neighbours of each row as one, of those rows in which a part met none well enough. */
static void join_rows(const Scales *s, int32_t rows, const int32_t *many) {
    for (int32_t r = 0; r < rows; r++)
        for (int32_t j = 0; j + 1 < many[r]; j++) {
            Spelt *a = desk->held[desk->row[r][j]], *b = desk->held[desk->row[r][j + 1]];
            int32_t d = desk->many_held;
            desk->held[d] = &desk->own[d];
            int made = join(s, a, b, desk->joined[1][d], desk->held[d]);
            desk->row_join[r][j] = made > 0 ? d : -1;
            if (made < 0) desk->long_row[r] = 1;
            if (made <= 0) continue;
            for (int32_t i = 0; i < desk->parts; i++) desk->met[i][d].state = NOT_ASKED;
            desk->many_held++;
        }
}

static int score_some(const Scales *s, int32_t rows, const int32_t *many, int32_t *scores, double *weights,
                      int32_t *told) {
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
        scores[r] = desk->long_row[r] ? NOT_WEIGHED : score(s, r, many[r], &weights[r], told + r * CODES);
    return 1;
}

/* The score of each of these rows, NOT_WEIGHED where it was not for us, what its meetings weigh and, if asked, what
 * each code says of it. How many; -1 if none was, or without memory. */
int64_t mithaq_score(const Scales *s, const Words *words, const int32_t *word_of, const int64_t *word_starts,
                     const Words *name, int32_t parts, const int32_t *rows, int64_t many_rows, int32_t *scores,
                     double *weights, int32_t *told) {
    int32_t long_of[ROWS], unasked[ROWS * CODES];
    if (!desk) desk = calloc(1, sizeof(Desk));
    if (!desk || parts > PARTS) return -1;
    desk->parts = desk->many_sought = parts;
    for (int32_t i = 0; i < parts; i++) spell_numbered(&desk->sought[i], name, i);
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
        desk->now++;
        for (; some < ROWS && at + some < many_rows && room >= 2 * PARTS; some++) {
            const int64_t *starts = word_starts + rows[at + some];
            int32_t many = (int32_t)(starts[1] - starts[0]);
            for (int32_t j = 0; j < many; j++)
                desk->row[some][j] = hold(s, words, word_of[starts[0] + j]);
            long_of[some] = many;
            desk->long_row[some] = 0;
            room -= 2 * many;
        }
        if (!score_some(s, some, long_of, scores + at, weights + at, told ? told + at * CODES : unasked)) return -1;
        at += some;
    }
    return many_rows;
}

/* What is known of each of these words by itself, at one side of a table. How many. */
int64_t mithaq_know(const Scales *s, const Words *words, int32_t table, int32_t place, int64_t first,
                    int64_t many, Known *known) {
    Spelt word;
    for (int64_t k = 0; k < many; k++) {
        spell_numbered(&word, words, (int32_t)(first + k));
        known[k] = seen_by(s, table, place, &word)->known;
    }
    return many;
}

/* What it says that two words meet, each at its side of the table: weight, letters, rarity, how far apart, how
 * often seen. -1 without memory. */
int64_t mithaq_tell(const Scales *s, int32_t table, const uint32_t *first, int32_t many_first,
                    const uint32_t *second, int32_t many_second, double *told) {
    const Scale *scale = &s->scales[table];
    Spelt one, other;
    Word w;
    Evidence said;
    spell(&one, first, many_first, (int32_t)scale->side[0].script, NAME);
    spell(&other, second, many_second, (int32_t)scale->side[1].script, NAME);
    const Seen *ours = seen_by(s, table, 0, &one), *theirs = seen_by(s, table, 1, &other);
    if (!ready(&w, &scale->faced[0], ours->cut, ours->width, NULL)) return -1;
    tell(s, scale, &ours->known, &theirs->known, w.width <= HALF ? faced_short(&w, theirs) : faced_long(&w, theirs),
         &said);
    told[0] = said.weight;
    told[1] = said.letters;
    told[2] = said.rarity;
    told[3] = said.apart;
    told[4] = said.seen;
    return 0;
}
