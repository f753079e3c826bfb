package markup

import (
	"hash/maphash"
	"sync/atomic"
)

// kept remembers the texts that were rendered last. An entry's texts are asked for
// several times in a row, for its page, its cases, its responses and its JSON, and some
// texts are on every page. It is a table of fixed size, safe for concurrent use: a text
// takes the slot of another one, which is then rendered again.
type kept struct {
	seed  maphash.Seed
	slots [512]atomic.Pointer[keptText]
}

type keptText struct {
	source string
	inline bool
	text   Text
	linked bool // it has links to pages of the site, so it depends on where those are
}

// keptBytes bounds the texts that are remembered.
const keptBytes = 4 << 10

func newKept() *kept { return &kept{seed: maphash.MakeSeed()} }

func (k *kept) slot(source string) *atomic.Pointer[keptText] {
	return &k.slots[maphash.String(k.seed, source)%uint64(len(k.slots))]
}

// text returns a text that was rendered as it is to be rendered again.
func (k *kept) text(source string, inline bool) (Text, bool) {
	if t := k.slot(source).Load(); t != nil && t.source == source && t.inline == inline {
		return t.text, true
	}
	return Text{}, false
}

// portable returns the portable form of a text that was rendered, where it is the same
// for other links.
func (k *kept) portable(source string) (string, bool) {
	if t := k.slot(source).Load(); t != nil && t.source == source && !t.linked {
		return t.text.Markdown, true
	}
	return "", false
}

func (k *kept) keep(t *keptText) {
	if len(t.source) <= keptBytes {
		k.slot(t.source).Store(t)
	}
}
