package markup

import (
	"html/template"
	"slices"
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"

	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/markup/lexers"
)

// Code is a block of code: its language, its text, and the same coloured.
type Code struct {
	Lang string
	Text string
}

// language is one that code blocks may name.
type language struct {
	name    string // written in fences and classes
	lexer   string // chroma's name; empty for none
	aliases []string
	max     int                  // bytes up to which a block is coloured
	own     func(*spans, string) // in place of a lexer
}

// Larger blocks stay plain: some lexers are slow.
var colourMax, colourMaxSlow = diag.ColouredBytes.Max, diag.SlowColouredBytes.Max

// languages is the fixed list: nothing is guessed.
var languages = []language{
	{name: "text", aliases: []string{"txt", "plain", "none"}},
	{name: "json", own: colourJSON, max: colourMax},
	{name: "http", own: colourHTTP, max: colourMax},
	{name: "sh", own: colourShell, aliases: []string{"bash", "shell", "zsh", "curl"}, max: colourMax},
	{name: "console", lexer: "console", aliases: []string{"shell-session"}, max: colourMax},
	{name: "go", own: colourGo, aliases: []string{"golang"}, max: colourMax},
	{name: "js", own: javascript.colour, aliases: []string{"javascript", "node"}, max: colourMax},
	{name: "ts", lexer: "typescript", aliases: []string{"typescript"}, max: colourMax},
	{name: "python", own: python.colour, aliases: []string{"py"}, max: colourMax},
	{name: "html", lexer: "html", max: colourMax},
	{name: "graphql", lexer: "graphql", max: colourMax},
	{name: "sql", lexer: "sql", max: colourMax},
	{name: "ini", lexer: "ini", aliases: []string{"conf"}, max: colourMax},
	{name: "nginx", lexer: "nginx", max: colourMax},
	{name: "apache", lexer: "apacheconf", aliases: []string{"apacheconf"}, max: colourMaxSlow},
	{name: "xml", lexer: "xml", max: colourMax},
	{name: "php", lexer: "php", max: colourMax},
	{name: "ruby", lexer: "ruby", aliases: []string{"rb"}, max: colourMax},
	{name: "csharp", lexer: "csharp", aliases: []string{"cs", "c#"}, max: colourMax},
	{name: "java", lexer: "java", max: colourMaxSlow},
	{name: "kotlin", lexer: "kotlin", max: colourMaxSlow},
	{name: "rust", lexer: "rust", aliases: []string{"rs"}, max: colourMaxSlow},
	{name: "yaml", lexer: "yaml", aliases: []string{"yml"}, max: colourMaxSlow},
	{name: "toml", lexer: "toml", max: colourMaxSlow},
	{name: "markdown", lexer: "markdown", aliases: []string{"md"}, max: colourMaxSlow},
	{name: "diff", lexer: "diff", aliases: []string{"patch"}, max: colourMax},
	{name: "powershell", lexer: "powershell", aliases: []string{"ps1"}, max: colourMaxSlow},
}

// Languages returns the names that code blocks may use.
func Languages() []string {
	names := make([]string, len(languages))
	for i, l := range languages {
		names[i] = l.name
	}
	return names
}

// Language returns the one name of a language, or "" if it is not known.
func Language(name string) string {
	if l := find(name); l != nil {
		return l.name
	}
	return ""
}

func find(name string) *language {
	name = strings.ToLower(name)
	i := slices.IndexFunc(languages, func(l language) bool { return l.name == name || slices.Contains(l.aliases, name) })
	if i < 0 {
		return nil
	}
	return &languages[i]
}

// NewCode returns code in the given language, or in that of plain text if the language is unknown.
func NewCode(lang, text string) Code { return Code{languageOf(lang).name, text} }

func languageOf(lang string) *language {
	if l := find(lang); l != nil {
		return l
	}
	return &languages[0]
}

// colour writes the tokens with the five classes that the stylesheet knows. Where the
// lexer fails or changes a character, the text stays plain.
func (l *language) colour(text string, s spans) template.HTML {
	plain := template.HTML(template.HTMLEscapeString(text))
	if l.own == nil && l.lexer == "" || len(text) > l.max {
		return plain
	}
	s.b.Grow(len(text)*2 + 128)
	if l.own != nil {
		l.own(&s, text)
		return template.HTML(s.b.String()) // escaped text and our own classes
	}
	tokens, err := chroma.Coalesce(lexers.Get(l.lexer)).Tokenise(nil, text)
	if err != nil {
		return plain
	}
	done, end, class := 0, 0, "" // what is written, and the text of one class after it
	for t := tokens(); t != chroma.EOF && end < len(text); t = tokens() {
		value := t.Value[:min(len(t.Value), len(text)-end)] // chroma ends every text with a newline
		if !strings.HasPrefix(text[end:], value) {
			return plain
		}
		if next := classOf(t.Type); next != class {
			s.add(class, text[done:end])
			done, class = end, next
		}
		end += len(value)
	}
	if end < len(text) {
		return plain
	}
	s.add(class, text[done:])
	return template.HTML(s.b.String()) // escaped text and our own classes
}

// classOf sorts chroma's token types into the colours of the stylesheet.
func classOf(t chroma.TokenType) string {
	switch t.Category() {
	case chroma.Comment:
		if t != chroma.CommentPreproc {
			return "c"
		}
		return "k"
	case chroma.Keyword:
		return "k"
	case chroma.Literal:
		switch t.SubCategory() {
		case chroma.LiteralString:
			return "s"
		case chroma.LiteralNumber:
			return "m"
		}
	case chroma.Name:
		switch t {
		case chroma.NameVariable:
			return "m"
		case chroma.Name, chroma.NameOther:
			return ""
		}
		return "n"
	}
	return ""
}

// codeRenderer renders fenced code. The language in its class comes from the list
// above, never from the text of the catalog.
type codeRenderer struct{}

// RegisterFuncs implements renderer.NodeRenderer.
func (c codeRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindFencedCodeBlock, c.render)
}

func (codeRenderer) render(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.FencedCodeBlock)
	code := NewCode(string(n.Language(src)), string(n.Lines().Value(src)))
	_, _ = w.WriteString(string(code.Pre()) + "\n")
	return ast.WalkSkipChildren, nil
}

// Bare returns the block without a code element. Converters to Markdown take code
// elements for content; this is for what a twin does not say.
func (c Code) Bare() template.HTML {
	return `<pre tabindex="0" class="language-` + template.HTML(c.Lang) + `" data-markdown-ignore>` + c.colored(spans{}) + `</pre>`
}

// Pre returns the block as a page shows it. It takes focus, so that keyboards can
// scroll it.
func (c Code) Pre() template.HTML { return c.pre(spans{}) }

// Wrappable returns the block as Pre does, with places to break a line after the commas of JSON.
func (c Code) Wrappable() template.HTML { return c.pre(spans{breaks: true}) }

func (c Code) pre(s spans) template.HTML {
	return `<pre tabindex="0"><code class="language-` + template.HTML(c.Lang) + `">` + c.colored(s) + `</code></pre>`
}

// colored returns the content of the code element. It is not kept: only the HTML page needs it, once.
func (c Code) colored(s spans) template.HTML { return languageOf(c.Lang).colour(c.Text, s) }
