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

// Code is a block of code: its language and its text.
type Code struct {
	Lang string
	Text string
}

// language is a language of code blocks.
type language struct {
	name    string // used in fences and classes
	lexer   string // chroma's name; empty for none
	aliases []string
	max     int                  // larger blocks, in bytes, are not colored
	own     func(*spans, string) // instead of a lexer
}

// Larger blocks are not colored: some lexers are slow.
var colorMax, colorMaxSlow = diag.ColoredBytes.Max, diag.SlowColoredBytes.Max

// languages is the complete list. Languages are not guessed.
var languages = []language{
	{name: "text", aliases: []string{"txt", "plain", "none"}},
	{name: "json", own: colorJSON, max: colorMax},
	{name: "http", own: colorHTTP, max: colorMax},
	{name: "sh", own: colorShell, aliases: []string{"bash", "shell", "zsh", "curl"}, max: colorMax},
	{name: "console", lexer: "console", aliases: []string{"shell-session"}, max: colorMax},
	{name: "go", own: colorGo, aliases: []string{"golang"}, max: colorMax},
	{name: "js", own: javascript.color, aliases: []string{"javascript", "node"}, max: colorMax},
	{name: "ts", lexer: "typescript", aliases: []string{"typescript"}, max: colorMax},
	{name: "python", own: python.color, aliases: []string{"py"}, max: colorMax},
	{name: "html", lexer: "html", max: colorMax},
	{name: "graphql", lexer: "graphql", max: colorMax},
	{name: "sql", lexer: "sql", max: colorMax},
	{name: "ini", lexer: "ini", aliases: []string{"conf"}, max: colorMax},
	{name: "nginx", lexer: "nginx", max: colorMax},
	{name: "apache", lexer: "apacheconf", aliases: []string{"apacheconf"}, max: colorMaxSlow},
	{name: "xml", lexer: "xml", max: colorMax},
	{name: "php", lexer: "php", max: colorMax},
	{name: "ruby", lexer: "ruby", aliases: []string{"rb"}, max: colorMax},
	{name: "csharp", lexer: "csharp", aliases: []string{"cs", "c#"}, max: colorMax},
	{name: "java", lexer: "java", max: colorMaxSlow},
	{name: "kotlin", lexer: "kotlin", max: colorMaxSlow},
	{name: "rust", lexer: "rust", aliases: []string{"rs"}, max: colorMaxSlow},
	{name: "yaml", lexer: "yaml", aliases: []string{"yml"}, max: colorMaxSlow},
	{name: "toml", lexer: "toml", max: colorMaxSlow},
	{name: "markdown", lexer: "markdown", aliases: []string{"md"}, max: colorMaxSlow},
	{name: "diff", lexer: "diff", aliases: []string{"patch"}, max: colorMax},
	{name: "powershell", lexer: "powershell", aliases: []string{"ps1"}, max: colorMaxSlow},
}

// Languages returns the language names that code blocks may use.
func Languages() []string {
	names := make([]string, len(languages))
	for i, l := range languages {
		names[i] = l.name
	}
	return names
}

// Language returns the main name of a language, or "" if it is unknown.
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

// NewCode returns code in the given language, or as plain text if the language is unknown.
func NewCode(lang, text string) Code { return Code{languageOf(lang).name, text} }

func languageOf(lang string) *language {
	if l := find(lang); l != nil {
		return l
	}
	return &languages[0]
}

// color writes the tokens with the five classes of the stylesheet. If the lexer fails or
// changes a character, the text stays plain.
func (l *language) color(text string, s spans) template.HTML {
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
	done, end, class := 0, 0, "" // the end of the written text, and of the text with the current class
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

// classOf maps the token types of chroma to the colors of the stylesheet.
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

// codeRenderer renders fenced code. The language in the class comes from the list above,
// never from the catalog.
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

// Bare returns the block without a code element. Converters to Markdown treat code elements
// as content, so this is for blocks that the twin does not contain.
func (c Code) Bare() template.HTML {
	return `<pre tabindex="0" class="language-` + template.HTML(c.Lang) + `" data-markdown-ignore>` + c.colored(spans{}) + `</pre>`
}

// Pre returns the block as a page shows it. It is focusable, so that keyboard users can
// scroll it.
func (c Code) Pre() template.HTML { return c.pre(spans{}) }

// Wrappable is Pre with optional line breaks after the commas of JSON.
func (c Code) Wrappable() template.HTML { return c.pre(spans{breaks: true}) }

func (c Code) pre(s spans) template.HTML {
	return `<pre tabindex="0"><code class="language-` + template.HTML(c.Lang) + `">` + c.colored(s) + `</code></pre>`
}

// colored returns the content of the code element. It is not cached: only the HTML page
// needs it, once.
func (c Code) colored(s spans) template.HTML { return languageOf(c.Lang).color(c.Text, s) }
