package markup

import (
	"crypto/sha256"
	"runtime"
	"strings"
	"testing"
	"time"
)

// fill repeats a piece up to the size of the largest Markdown field. The race detector
// gets less: more text does not find more.
func fill(piece string) string { return strings.Repeat(piece, 32<<10/slower/len(piece)) }

// costly are texts of one field for which a Markdown parser, or a later step, takes long or
// writes much.
var costly = map[string]string{
	"brackets":          fill("[a]("),
	"nested brackets":   fill("["),
	"closing brackets":  fill("[") + "](" + fill("]("),
	"link ends":         fill("](x) "),
	"images":            fill("!["),
	"emphasis":          fill("*a_ "),
	"opening emphasis":  fill("*a "),
	"asterisks":         fill("*"),
	"underscores":       fill("a_"),
	"emphasis at limit": strings.Repeat("*a_ ", 999),
	"brackets at limit": strings.Repeat("[a](", 499),
	"deep emphasis":     strings.Repeat("*a ", 900) + strings.Repeat(" b*", 900),
	"both":              strings.Repeat("*[a](b*", 400),
	"short rows":        strings.Repeat("|a", 60) + "|\n" + strings.Repeat("|-", 60) + "|\n" + fill("|\n"),
	"delimiters":        fill("a\n-:\n"),
	"one row":           "a\n:-\n" + fill("b\n"),
	"a used definition": "[a]: https://example.com/" + strings.Repeat("x", 16<<10) + "\n\n" + strings.Repeat("[a] ", 500),
	"definitions":       fill("[a]: b\n"),
	"code spans":        fill("` `` ``` ```` "),
	"open code spans":   fill("`a "),
	"more backticks":    backticks(),
	"tags":              fill("<a "),
	"comments":          fill("<!--"),
	"instructions":      fill("<?"),
	"sections":          fill("<![CDATA["),
	"declarations":      fill("<!A"),
	"attributes":        fill("<a b='"),
	"autolinks":         fill("<a:"),
	"references":        fill("&a"),
	"long reference":    "&" + fill("a") + ";",
	"backslashes":       fill(`\`),
	"escapes":           fill(`\*`),
	"quotations":        fill("> "),
	"quoted lines":      fill(strings.Repeat("> ", 8) + "a\n"),
	"lists":             fill("- "),
	"ordered lists":     fill("1. "),
	"list lines":        fill("- a\n"),
	"nested lists":      nested(),
	"lists at limit":    fill(strings.Repeat("- ", 8) + "a\n"),
	"lazy lines":        strings.Repeat("- ", 8) + "a\n" + fill("b\n"),
	"other lists":       fill("- a\n* b\n"),
	"loose lists":       fill("- a\n\n"),
	"headings":          fill("### a\n"),
	"long heading":      "### " + fill("#"),
	"lines":             fill("---\n"),
	"underlined":        fill("a\n-\n"),
	"blank lines":       "a" + fill("\n") + "b",
	"tabs":              fill("\t"),
	"spaces":            "a" + fill(" ") + "b",
	"fences":            fill("```text\n```\n"),
	"open fence":        "```json\n" + fill("[\n"),
	"tildes":            fill("~~~\n"),
	"breaks":            fill("a\\\n"),
	"pipes":             fill("a|b\n"),
	"one line":          fill("a "),
	"links":             strings.Repeat("[a](/b) ", 400),
}

// tooLong reports whether work took longer than allowed on an idle machine. On a busy
// machine, it compares the time with that of known work.
func tooLong(took, limit time.Duration) bool {
	if limit *= slower; took <= limit {
		return false
	}
	began := time.Now()
	h := sha256.New()
	for range 32 { // a tenth of a second at most, on one core
		h.Write(make([]byte, 1<<20))
	}
	return took > limit*max(1, time.Since(began)/(100*time.Millisecond))
}

func backticks() string {
	var b strings.Builder
	for n := 1; b.Len() < 30<<10; n++ {
		b.WriteString(strings.Repeat("`", n) + " ")
	}
	return b.String()
}

func nested() string {
	var b strings.Builder
	for n := 0; b.Len() < 30<<10; n = (n + 2) % 40 {
		b.WriteString(strings.Repeat(" ", n) + "- a\n")
	}
	return b.String()
}

// Goldmark takes minutes and writes gigabytes for some short texts. Accepted texts are fast
// and produce little output; all others are rejected before parsing.
func TestI10CostOfMarkdown(t *testing.T) {
	for name, source := range costly {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			began := time.Now()
			findings, _ := shared.Check(source, Rules{Heading: 2})
			text := shared.Block(source)
			line := shared.Inline(source)
			if took := time.Since(began); tooLong(took, 2*time.Second) {
				t.Errorf("%d bytes took %v", len(source), took)
			}
			if runtime.ReadMemStats(&after); after.TotalAlloc-before.TotalAlloc > 500<<20 {
				t.Errorf("%d bytes took %d MB", len(source), (after.TotalAlloc-before.TotalAlloc)>>20)
			}
			limit := 20*len(source) + 64<<10
			for _, size := range []int{len(text.HTML), len(text.Markdown), len(line.HTML), len(line.Markdown)} {
				if len(findings) == 0 && size > limit {
					t.Errorf("%d bytes became %d; the limit is %d", len(source), size, limit)
				}
			}
		})
	}
}
