/* Meetings of the words of two names, the strongest paired first, and what they score (`pairing`, `score`). */

/* Every part sought meets every word: how strongly, by what evidence, in what manner. */
static int meet(const Scales *s) {
    for (int32_t i = 0; i < desk->parts; i++) {
        Spelt *part = &desk->sought[i], first;
        Evidence *met = desk->met[i];
        for (int32_t d = 0; d < desk->many_held; d++)
            met[d].state = (part->many == 1) == (desk->held[d]->many == 1) ? WANTED : NOT_ASKED;
        if (!weigh(s, part, desk->held, met, desk->many_held)) return 0;
        spell(s, &first, part->letters, 1, part->script, part->kind);
        for (int32_t d = 0; d < desk->many_held; d++) {
            Spelt *other = desk->held[d], initial, *alone = &initial;
            if (met[d].state == NOT_ASKED) { /* an initial meets an initial */
                int place;
                spell(s, &initial, other->letters, 1, other->script, other->kind);
                met[d].state = WANTED;
                if (table_of(s, &first, &initial, &place) < 0)
                    met[d] = (Evidence){.weight = -12.0, .rarity = 8.0, .state = MADE};
                else if (!weigh(s, &first, &alone, &met[d], 1)) return 0;
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
            add(&desk->possible[count++], &desk->sought[i], desk->held[held[j]], i, i + 1, j, j + 1, met);
        }
    for (int32_t x = parts; x < desk->many_sought; x++) {
        int32_t i = desk->sought[x].servant; /* of two as one: the place of the first */
        for (int32_t j = 0; j < many; j++) {
            Evidence *met = &desk->met[x][held[j]];
            const Spelt *one = &desk->sought[x], *other = desk->held[held[j]];
            if (theirs[j] >= ENOUGH) continue;
            if (joined(met, one, other, &desk->met[i][held[j]], &desk->met[i + 1][held[j]]))
                add(&desk->possible[count++], one, other, i, i + 2, j, j + 1, met);
        }
    }
    for (int32_t j = 0; j + 1 < many; j++) {
        if (joins[j] < 0) continue;
        for (int32_t i = 0; i < parts; i++) {
            Evidence *met = &desk->met[i][joins[j]];
            const Spelt *one = &desk->sought[i], *other = desk->held[joins[j]];
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
    for (int32_t j = 0; j < many; j++) both |= 1LL << (theirs[j] = desk->held[desk->row[row][j]])->script;
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
    if (!kept || taken || kept->number != number + 1) spell_numbered(s, desk->held[here], words, number);
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
    if (!desk) desk = calloc(1, sizeof(Desk));
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

/* What it says that two words meet, each at its side of the table: weight, letters, rarity, how far apart, how
 * often seen. -1 without memory. */
int64_t mithaq_tell(const Scales *s, int32_t table, const uint32_t *first, int32_t many_first,
                    const uint32_t *second, int32_t many_second, double *told) {
    const Scale *scale = &s->scales[table];
    Spelt one, other;
    Word w;
    Evidence said;
    spell(s, &one, first, many_first, (int32_t)scale->side[0].script, NAME);
    spell(s, &other, second, many_second, (int32_t)scale->side[1].script, NAME);
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
