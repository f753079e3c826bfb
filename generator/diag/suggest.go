package diag

import (
	"slices"
	"strings"
)

// Suggest returns the valid word that is most similar to word, or "" if none is similar.
// Case, '-' and '_' do not count as differences.
func Suggest(word string, valid []string) string {
	best, bestDistance := "", 0
	for _, v := range valid {
		if d, ok := Near(word, v); ok && (best == "" || d < bestDistance) {
			best, bestDistance = v, d
		}
	}
	return best
}

// Near reports whether word is similar to a valid word, and how many edits separate them.
// The distance is 0 if they differ only in case, '-' and '_'.
func Near(word, valid string) (distance int, ok bool) {
	a, b := fold(word), fold(valid)
	if a == b {
		return 0, true
	}
	limit := len(a)/4 + 2
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return 0, false
	}
	d := 2 * edits(a, b)
	if len(a) != len(b) {
		d++ // prefer a word of the same length
	}
	return d, d < 2*limit
}

// DidYouMean returns `did you mean "x"?` for the nearest valid word, or "".
func DidYouMean(word string, valid []string) string {
	if s := Suggest(word, valid); s != "" {
		return "did you mean " + Quote(s) + "?"
	}
	return ""
}

// OneOf returns `use one of: a, b, c`, after a suggestion if a valid word is similar.
func OneOf(word string, valid []string) string {
	list := "use one of: " + strings.Join(valid, ", ")
	if s := DidYouMean(word, valid); s != "" {
		return s + " " + list
	}
	return list
}

func fold(s string) string {
	s = strings.ToLower(s)
	s = strings.NewReplacer("-", "", "_", "").Replace(s)
	if len(s) > 64 { // limits the work of edits
		s = s[:64]
	}
	return s
}

// edits returns the number of insertions, deletions, replacements and swaps of adjacent
// characters that turn a into b (optimal string alignment).
func edits(a, b string) int {
	before := make([]int, len(b)+1)
	last := make([]int, len(b)+1)
	row := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, slices.Clone(before)
	}
	return last[len(b)]
}
