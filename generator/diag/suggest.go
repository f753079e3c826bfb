package diag

import (
	"slices"
	"strings"
)

// Suggest returns the one of the valid words that was most likely meant by word,
// or "" if none is near. Case, '-' and '_' do not count as differences.
func Suggest(word string, valid []string) string {
	folded := fold(word)
	best, bestDistance := "", 2*(len(folded)/4+2)
	for _, v := range valid {
		f := fold(v)
		if f == folded {
			return v
		}
		d := 2 * distance(folded, f)
		if len(f) != len(folded) {
			d++ // of two that are as near, the one of the same length
		}
		if d < bestDistance {
			best, bestDistance = v, d
		}
	}
	return best
}

// DidYouMean returns `did you mean "x"?` for the nearest valid word, or "".
func DidYouMean(word string, valid []string) string {
	if s := Suggest(word, valid); s != "" {
		return "did you mean " + Quote(s) + "?"
	}
	return ""
}

// OneOf returns `use one of: a, b, c`, with a guess in front if there is a near one.
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
	if len(s) > 64 { // bounds the work of distance
		s = s[:64]
	}
	return s
}

// distance is the number of insertions, deletions, replacements and swaps of
// neighbours that turn a into b (optimal string alignment).
func distance(a, b string) int {
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
