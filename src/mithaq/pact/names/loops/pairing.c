/* Meetings of the words of two names, the strongest paired first (`pairing`). */

/* Every part sought meets every word: how strongly, by what evidence, in what manner. */
static int meet(const Scales *s) {
    for (int32_t i = 0; i < desk->parts; i++) {
        Spelt *part = &desk->sought[i], first;
        Evidence *met = desk->met[i];
        for (int32_t d = 0; d < desk->many_held; d++)
            met[d].state = (part->many == 1) == (desk->held[d]->many == 1) ? WANTED : NOT_ASKED;
        if (!weigh(s, part, desk->held, met, desk->many_held)) return 0;
        spell(&first, part->letters, 1, part->script, part->kind);
        for (int32_t d = 0; d < desk->many_held; d++) {
            Spelt *other = desk->held[d], initial, *alone = &initial;
            if (met[d].state == NOT_ASKED) { /* an initial meets an initial */
                int place;
                spell(&initial, other->letters, 1, other->script, other->kind);
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
    spell(word, letters, many, part->script, NAME);
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
