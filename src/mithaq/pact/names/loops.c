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
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wpsabi" /* vectors are passed to what is put in place only */
#endif
#define INLINE static inline __attribute__((always_inline))

typedef int16_t Cost;
typedef Cost Costs __attribute__((vector_size(2 * HALF), aligned(2), may_alias));

/* One unit, in the order in which one leans on another: what is called for each letter is put in place. */
#include "loops/facing.c"
#include "loops/walk.c"
#include "loops/lists.c"
#include "loops/evidence.c"
#include "loops/pairing.c"
#include "loops/score.c"
#include "loops/find.c"
