package html

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/internal/workers"
)

// The index of a large catalog is split. Its first file has a line for each entry, with
// what a search by name needs. What the decoder compares with a text, details and
// challenges, is in shards, each piece under one word that the text must have, so that
// a text needs only the shards of its own words.

// perShard is how many entries share a shard, and maxFiled how many pieces are filed
// under one word: a word that leads to more says too little. The others are filed under
// the path of their entry.
const (
	perShard = 40
	maxFiled = 50
)

// filed is a piece of an entry in a shard: a detail, or a challenge.
type filed struct {
	Entry      int               `json:"i"` // its line, from 0
	Reaction   string            `json:"r,omitempty"`
	Details    []foundDetail     `json:"d,omitempty"`
	Params     map[string]string `json:"q,omitempty"`
	Challenges []foundChallenge  `json:"w,omitempty"`
}

func (x *index) split(found []*Found, files map[string][]byte) error {
	x.Shards = len(found)/perShard + 1
	lines := make([]string, len(found))
	frequency := map[string]int{}
	for i, f := range found {
		lines[i] = f.line()
		for _, text := range f.spoken() {
			for _, w := range wordsOf(text) {
				frequency[w]++
			}
		}
	}
	x.Lines = strings.Join(lines, "\n")
	under, err := fileAll(found, frequency)
	if err != nil {
		return fmt.Errorf("write the search index: %w", err)
	}
	shards := make([]map[string][]json.RawMessage, x.Shards)
	for i := range shards {
		shards[i] = map[string][]json.RawMessage{}
	}
	for word, list := range under {
		shards[shardOf(word, x.Shards)][word] = list
	}
	data := make([][]byte, len(shards))
	errs := make([]error, len(shards))
	workers.Each(len(shards), func(i int) { data[i], errs[i] = json.Marshal(shards[i]) })
	sum := sha256.New()
	for i := range data {
		if errs[i] != nil {
			return fmt.Errorf("write a shard of the search index: %w", errs[i])
		}
		sum.Write(data[i])
	}
	sum.Write([]byte(x.Lines))
	x.Version = hex.EncodeToString(sum.Sum(nil)[:8])
	for i := range data {
		files[catalog.SearchShard(i)] = fmt.Appendf(nil, "errdocs.shard(%d,%q,%s);\n", i, x.Version, data[i])
	}
	return nil
}

// line is the entry in the first file: path, title, code, type, lifecycle, aliases,
// separated by tabs.
func (f *Found) line() string {
	line := strings.Join([]string{f.Path, f.Title, f.Code, f.Type, f.Lifecycle, strings.Join(f.Aliases, " ")}, "\t")
	return strings.TrimRight(strings.ReplaceAll(line, "\n", " "), "\t")
}

// fileAll files every detail and challenge, as JSON, under a word.
func fileAll(found []*Found, frequency map[string]int) (map[string][]json.RawMessage, error) {
	under := map[string][]json.RawMessage{}
	for i, f := range found {
		file := func(word string, data []byte) {
			if len(under[word]) == maxFiled { // still found with the address of its entry
				word = "/" + f.Path
			}
			under[word] = append(under[word], data)
		}
		for _, d := range f.Details {
			piece := filed{Entry: i, Reaction: f.Reaction, Details: []foundDetail{d}}
			for _, name := range catalog.Placeholders(d.Text) {
				if typ, ok := f.Params[name]; ok {
					if piece.Params == nil {
						piece.Params = map[string]string{}
					}
					piece.Params[name] = typ
				}
			}
			data, err := json.Marshal(piece)
			if err != nil {
				return nil, err
			}
			file(rarest(d.Text, frequency), data)
		}
		for _, c := range f.Challenges {
			data, err := json.Marshal(filed{Entry: i, Reaction: f.Reaction, Challenges: []foundChallenge{c}})
			if err != nil {
				return nil, err
			}
			file("="+cmp.Or(c.Params["error"], " "+strings.ToLower(c.Scheme)), data)
			if text := c.Params["error_description"]; text != "" {
				file(rarest(text, frequency), data)
			}
		}
	}
	return under, nil
}

// spoken returns the texts that are filed by their words.
func (f *Found) spoken() []string {
	var list []string
	for _, d := range f.Details {
		list = append(list, d.Text)
	}
	for _, c := range f.Challenges {
		list = append(list, c.Params["error_description"])
	}
	return list
}

// rarest returns the word of a text that the fewest others have, the longest of those,
// or "" where it has none.
func rarest(text string, frequency map[string]int) string {
	best := ""
	for _, w := range wordsOf(text) {
		if best == "" || frequency[w] < frequency[best] || frequency[w] == frequency[best] && len(w) > len(best) {
			best = w
		}
	}
	return best
}

// wordsOf returns the words that a text has whatever the values of its placeholders
// are: a word next to a placeholder may continue in the value.
func wordsOf(text string) []string {
	var list []string
	parts := catalog.Parts(text)
	for i, p := range parts {
		literal := p.Text
		if first, _ := utf8.DecodeRuneInString(literal); i > 0 && isWord(first) {
			literal = strings.TrimLeftFunc(literal, isWord)
		}
		if last, _ := utf8.DecodeLastRuneInString(literal); i < len(parts)-1 && isWord(last) {
			literal = strings.TrimRightFunc(literal, isWord)
		}
		list = append(list, strings.FieldsFunc(literal, func(r rune) bool { return !isWord(r) })...)
	}
	return list
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// shardOf returns the shard of a word; static/search.js computes the same.
func shardOf(word string, shards int) int {
	var h uint32
	for _, r := range word {
		h = h*31 + uint32(r)
	}
	return int(h % uint32(shards))
}
