package catalog

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog/format"
	"github.com/errdocs/errdocs/generator/diag"
)

// The kinds of text in a catalog.
var (
	line     = format.Text{Kind: "one line of text"}
	inline   = format.Text{Kind: "one line of Markdown"}
	markdown = format.Text{Kind: "Markdown", Lines: true}
	slug     = format.Text{
		Kind: "slug", Pattern: slugPattern, Max: diag.SlugCharacters.Max,
		Form: "a slug: lower-case letters and digits, separated by single hyphens", Near: nearSlug,
	}
	fileSlug = format.Text{Kind: slug.Kind, Pattern: slug.Pattern, Max: slug.Max, Form: slug.Form, Near: slug.Near, Problem: noDevice}
	ident    = format.Text{
		Kind: "name of a member", Pattern: identPattern, Max: 64,
		Form: "a name of lower-case letters, digits and underscores that begins with a letter",
		Near: func(s string) string { return near(s, "_", identPattern, 64) },
	}
	absoluteURI   = format.Text{Kind: "absolute URI", Problem: notAbsolute, Like: regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)}
	linkTarget    = format.Text{Kind: "https, http or mailto address", Problem: notLink, Like: regexp.MustCompile(`^(https?://|mailto:)`)}
	filePattern   = format.Text{Kind: "pattern of an address", Problem: patternOf("path", "line", "slug", "title", "type"), Like: linkTarget.Like}
	actionPattern = format.Text{Kind: "pattern of an address", Problem: patternOf("markdown", "type"), Like: linkTarget.Like}
	addressForm   = format.Text{Kind: "path", Pattern: regexp.MustCompile(`^[a-z0-9]+([-/_.]?[a-z0-9]+)*$`), Max: 200, Form: "a slug or a path of slugs", Near: nearSlug, Problem: noDevice}
	entryRef      = format.Text{Kind: "slug or status/slug", Pattern: regexp.MustCompile(`^([45][0-9][0-9]/)?[a-z0-9]+(-[a-z0-9]+)*$`), Form: "a slug, or status/slug", Near: nearSlug}
	statusCode    = format.Int{Kind: "a status from 400 to 599", Min: 400, Max: 599}
	anyStatus     = format.Int{Kind: "a status from 100 to 599", Min: 100, Max: 599}
	slugs         = format.List[string](fileSlug, "list of slugs")
	words         = format.List[string](line, "list of words")
)

var memberFormat = format.Describe("member", "An extension member that every problem may have.",
	format.Field("name", ident, "The name of the member.", func(p *Param) *string { return &p.Name }).Require(),
	format.Field("type", typeWords, "The type of its value.", func(p *Param) *ParamType { return &p.Type }).Require(),
	format.Field("description", inline, "What it means.", func(p *Param) *string { return &p.Description }),
	format.Field("example", format.Literals{Kind: "value of the type"}, "A value for the examples. Without one, the examples omit the member.", func(p *Param) *format.Literal { return &p.Example }),
)

var familyFormat = format.Describe("family", "A group of entries.",
	format.Field("id", fileSlug, "The last part of its page address, `family/<id>`.", func(f *Family) *string { return &f.ID }).Require(),
	format.Field("title", line, "Its heading.", func(f *Family) *string { return &f.Title }).Require(),
	format.Field("summary", inline, "One sentence on what its entries have in common.", func(f *Family) *string { return &f.Summary }),
	format.Field("order", format.List[string](entryRef, "list of slugs"), "Its entries in the order in which the site shows them. The others follow, sorted by slug.", func(f *Family) *[]string { return &f.Order }),
)

var goFormat = format.Describe("go", "The Go package that `errdocs gen go` generates.",
	format.Field("package", line, "The name of the package.", func(g *GoOptions) *string { return &g.Package }).Default("`$GOPACKAGE`, or the name of the directory"),
	format.Field("out", line, "Its directory, relative to the parent directory of `catalog/`.", func(g *GoOptions) *string { return &g.Out }).Default("under `go generate`, the directory of the package"),
	format.Field("import", line, "Its import path, if there is no `go.mod` to derive it from.", func(g *GoOptions) *string { return &g.Import }),
	format.Field("initialisms", words, "Additional words to capitalize in Go names, spelled as they should appear.", func(g *GoOptions) *[]string { return &g.Initialisms }),
	format.Field("interop", format.List[string](format.Enum[string]{Kind: "framework", Words: []format.Word{{Name: "huma", Doc: "`GetStatus`, `GetHeaders` and `ContentType` for danielgtaylor/huma."}}}, "list of frameworks"), "Additional methods that a framework uses.", func(g *GoOptions) *[]string { return &g.Interop }),
	format.Field("test", format.Maybe[bool](format.Bool{}), "`false` omits the test package.", func(g *GoOptions) **bool { return &g.Test }).Default("`true`"),
)

var linksFormat = format.Describe("links", "Links to other sites.",
	format.Field("repository", linkTarget, "The repository of the catalog. On GitHub, GitLab and Gitea, the edit, source and report links are derived from it. It may include a branch and the parent directory of the catalog, such as `https://github.com/example/api/tree/main/docs`.", func(l *Links) *string { return &l.Repository }),
	format.Field("support", linkTarget, "Where readers get help.", func(l *Links) *string { return &l.Support }),
	format.Field("edit", filePattern, "Pattern of the edit link, with `{path}`, `{line}`, `{slug}`, `{title}` and `{type}`. The path begins with the name of the catalog directory.", func(l *Links) *string { return &l.Edit }),
	format.Field("source", filePattern, "Pattern of the source link, with the same placeholders.", func(l *Links) *string { return &l.Source }),
	format.Field("report", filePattern, "Pattern of the report link, with the same placeholders.", func(l *Links) *string { return &l.Report }),
)

var responsesFormat = format.Describe("responses", "Settings for every response that the API sends.",
	format.Field("language", format.Text{Kind: "language tag", Pattern: regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`), Form: "a language tag such as en or pt-BR", Max: 35}, "The language of titles and details, for Content-Language and the `lang` of the pages.", func(r *Responses) *string { return &r.Language }).Default("`en`"),
	format.Field("help_link", format.Bool{}, "`true` sends `Link: <page.md>; rel=\"help\"` with every error (RFC 8288).", func(r *Responses) *bool { return &r.HelpLink }).Default("`false`"),
	format.Field("fallback", entryRef, "The entry, as `status/slug`, that is sent for errors outside the catalog.", func(r *Responses) *string { return &r.Fallback }).Default("a 500 of type `about:blank`"),
	format.Field("code_member", ident, "Sends the `code` of each entry as a member of this name, after `instance`.", func(r *Responses) *string { return &r.CodeMember }),
)

var actionFormat = format.Describe("action", "An extra link on every page.",
	format.Field("title", line, "Its text.", func(a *Action) *string { return &a.Title }).Require(),
	format.Field("url", actionPattern, "Its address, with `{markdown}` and `{type}`.", func(a *Action) *string { return &a.URL }).Require(),
)

var siteFormat = format.Describe("site", "Settings of the site.",
	format.Field("url_style", format.Enum[string]{Kind: "style of addresses", Words: []format.Word{
		{Name: "dir", Doc: "`P/index.html`, which every static host serves at `P`."},
		{Name: "file", Doc: "`P.html`, for hosts with clean URLs and no directory indexes."},
	}}, "The file layout of pages.", func(s *Site) *string { return &s.URLStyle }).Default("`dir`"),
	format.Field("dates", format.Enum[string]{Kind: "source of dates", Words: []format.Word{
		{Name: "git", Doc: "`updated`, or else the last commit of the file."},
		{Name: "catalog", Doc: "Only `updated`. Use this for a site that is committed."},
	}}, "The source of page dates.", func(s *Site) *string { return &s.Dates }).Default("`git`"),
	format.Field("content_signal", format.Text{Kind: "content signals", Pattern: regexp.MustCompile(`^[a-z-]+=(yes|no)(, [a-z-]+=(yes|no))*$`), Form: "a list such as search=yes, ai-input=yes"}, "The Content-Signal line of `robots.txt`.", func(s *Site) *string { return &s.ContentSignal }).Default("`search=yes, ai-input=yes`"),
	format.Field("actions", format.List[Action](actionFormat, "list of actions"), "Extra links on every page.", func(s *Site) *[]Action { return &s.Actions }),
)

// ConfigFormat describes errdocs.yaml.
var ConfigFormat = format.Describe("errdocs.yaml", "The site and the API.",
	format.Field("name", line, "The name of the API.", func(c *Catalog) *string { return &c.Name }).Require(),
	format.Field("base", format.Text{Kind: "absolute URI with a final slash", Problem: badBase, Like: regexp.MustCompile(`^https?://[^/]+/(.*/)?$`)}, "The address of the site. Type URIs begin with it, so it is permanent. It may have a path.", func(c *Catalog) *string { return &c.Base }).Require(),
	format.Field("tagline", inline, "One sentence, shown below the heading of the home page and as the summary of `llms.txt`.", func(c *Catalog) *string { return &c.Tagline }),
	format.Field("realm", line, "The realm of every challenge without one.", func(c *Catalog) *string { return &c.Realm }),
	format.Field("members", format.List[Param](memberFormat, "list of members"), "Extension members that every problem may have.", func(c *Catalog) *[]Param { return &c.Members }),
	format.Field("families", format.List[Family](familyFormat, "list of families"), "The groups of entries, in the order in which the site shows them.", func(c *Catalog) *[]Family { return &c.Families }),
	format.Field("responses", responsesFormat, "Settings for every response.", func(c *Catalog) *Responses { return &c.Responses }),
	format.Field("go", goFormat, "The Go package.", func(c *Catalog) *GoOptions { return &c.Go }),
	format.Field("links", linksFormat, "Links to other sites.", func(c *Catalog) *Links { return &c.Links }),
	format.Field("site", siteFormat, "Settings of the site.", func(c *Catalog) *Site { return &c.Site }),
)

var challengeFormat = format.Describe("challenge", "One WWW-Authenticate field (Proxy-Authenticate for 407).",
	format.Field("scheme", line, "The authentication scheme.", func(c *Challenge) *string { return &c.Scheme }).Require(),
	format.Field("params", format.Pairs{Kind: "mapping of parameter names to values"}, "Its parameters, in order. Values may contain placeholders. `realm` is sent first and defaults to that of the catalog.", func(c *Challenge) *[]Pair { return &c.Params }),
)

var questionFormat = format.Describe("question", "A question and its answer.",
	format.Field("question", inline, "The question, in the words that people search for.", func(q *Question) *string { return &q.Question }).Require(),
	format.Field("answer", markdown, "The answer.", func(q *Question) *string { return &q.Answer }).Require(),
)

var lookalikeFormat = format.Describe("lookalike", "A status that is confused with this one.",
	format.Field("status", anyStatus, "The other status.", func(l *Lookalike) *int { return &l.Status }).Require(),
	format.Field("why", inline, "When the other status is correct.", func(l *Lookalike) *string { return &l.Why }).Require(),
)

var referenceFormat = format.Describe("reference", "A source for further reading.",
	format.Field("title", line, "Its title, with the section.", func(r *Reference) *string { return &r.Title }).Require(),
	format.Field("url", linkTarget, "Its address.", func(r *Reference) *string { return &r.URL }).Require(),
)

// StatusFormat describes the file of a status.
var StatusFormat = format.Describe("<status>.yaml", "One status: its page, and the defaults for its entries.",
	format.Field("status", statusCode, "The status. It must match the file name.", func(s *Status) *int { return &s.Code }).Default("from the file name"),
	format.Field("title", line, "Its reason phrase.", func(s *Status) *string { return &s.Title }).Default("that of the HTTP status code registry"),
	format.Field("summary", inline, "One sentence on what it means.", func(s *Status) *string { return &s.Summary }),
	format.Field("description", markdown, "What it means and what to do. Headings start at `##`.", func(s *Status) *string { return &s.Description }),
	format.Field("challenges", format.List[Challenge](challengeFormat, "list of challenges"), "The challenges of entries without challenges.", func(s *Status) *[]Challenge { return &s.Challenges }),
	format.Field("faq", format.List[Question](questionFormat, "list of questions"), "Questions and answers.", func(s *Status) *[]Question { return &s.FAQ }),
	format.Field("lookalikes", format.List[Lookalike](lookalikeFormat, "list of lookalikes"), "Statuses that are confused with this one.", func(s *Status) *[]Lookalike { return &s.Lookalikes }),
	format.Field("references", format.List[Reference](referenceFormat, "list of references"), "Sources.", func(s *Status) *[]Reference { return &s.References }),
	format.Field("updated", format.Date{}, "The date of the last change in meaning.", func(s *Status) *string { return &s.Updated }),
)

var lifecycleFormat = format.Describe("lifecycle", "Since when an entry is deprecated or retired, and what to use instead.",
	format.Field("since", line, "The version or date from which this applies.", func(l *Lifecycle) *string { return &l.Since }),
	format.Field("use", entryRef, "The entry that replaces it.", func(l *Lifecycle) *string { return &l.Use }),
	format.Field("note", inline, "What readers should know.", func(l *Lifecycle) *string { return &l.Note }),
)

var entryGoFormat = format.Describe("entry go", "Settings for the Go code of an entry.",
	format.Field("name", line, "The Go name, instead of the name derived from the slug.", func(g *EntryGo) *string { return &g.Name }),
	format.Field("sent_by", line, "The sender of this error if it is not this server, such as `the gateway`.", func(g *EntryGo) *string { return &g.SentBy }),
)

var paramFormat = format.Describe("param", "An extension member of the entry. Its value fills the placeholders of the same name.",
	format.Field("name", ident, "The name of the member and of its placeholder.", func(p *Param) *string { return &p.Name }).Require(),
	format.Field("type", typeWords, "The type of its value.", func(p *Param) *ParamType { return &p.Type }).Require(),
	format.Field("optional", format.Bool{}, "`true` if a response may omit it. The zero value (0, an empty string) then means \"not set\". If zero has a meaning, make the param required.", func(p *Param) *bool { return &p.Optional }).Default("`false`"),
	format.Field("description", inline, "What it means.", func(p *Param) *string { return &p.Description }),
	format.Field("example", format.Literals{Kind: "value of the type"}, "The value for the examples. A `duration` is a number of seconds.", func(p *Param) *format.Literal { return &p.Example }).Default("a fixed value of the type, and a warning"),
)

var detailFormat = format.Describe("detail", "The exact text that the server sends in one scenario.",
	format.Field("id", slug, "Identifies the scenario in addresses and Go names. One detail of an entry may omit it.", func(d *Detail) *string { return &d.ID }),
	format.Field("scenario", inline, "When the server sends it.", func(d *Detail) *string { return &d.Scenario }).Require(),
	format.Field("detail", line, "The text, with params as `{placeholders}`.", func(d *Detail) *string { return &d.Text }).Require(),
	format.Field("fix", slug, "The fix for this scenario.", func(d *Detail) *string { return &d.Fix }),
)

var recoveryFormat = format.Describe("recovery", "Machine-readable advice for clients.",
	format.Field("retry", retryWords, "Whether and when to retry the request.", func(r *Recovery) *Retry { return &r.Retry }),
	format.Field("reaction", reactionWords, "What to do.", func(r *Recovery) *Reaction { return &r.Reaction }),
	format.Field("actor", actorWords, "Who must act.", func(r *Recovery) *Actor { return &r.Actor }),
	format.Field("stop", inline, "When to give up.", func(r *Recovery) *string { return &r.Stop }),
)

var causeFormat = format.Describe("cause", "A reason why the error occurs.",
	format.Field("title", inline, "The reason in a few words.", func(c *Cause) *string { return &c.Title }).Require(),
	format.Field("text", markdown, "How it happens, and how to recognize it.", func(c *Cause) *string { return &c.Text }),
	format.Field("fix", slug, "The fix that removes it.", func(c *Cause) *string { return &c.Fix }),
)

var requestFormat = format.Describe("request", "An HTTP request. Placeholders such as `$TOKEN` are for values that the reader supplies.",
	format.Field("method", format.Text{Kind: "HTTP method", Pattern: regexp.MustCompile(`^[A-Z]{3,20}$`), Form: "a method such as GET or POST", Near: nearMethod}, "Its method.", func(r *Request) *string { return &r.Method }).Default("`GET`, or `POST` with a body"),
	format.Field("url", linkTarget, "Its address.", func(r *Request) *string { return &r.URL }).Require(),
	format.Field("headers", format.Pairs{Kind: "mapping of field names to values"}, "Header fields, in order.", func(r *Request) *[]Pair { return &r.Headers }),
	format.Field("form", format.Pairs{Kind: "mapping of names to values"}, "A form body.", func(r *Request) *[]Pair { return &r.Form }),
	format.Field("json", format.JSONValue{Kind: "JSON value"}, "A JSON body, written as YAML.", func(r *Request) *format.JSON { return &r.JSON }),
	format.Field("body", format.Text{Kind: "text", Lines: true}, "Any other body.", func(r *Request) *string { return &r.Body }),
)

var expectFormat = format.Describe("expect", "What shows that the fix worked.",
	format.Field("status", anyStatus, "The status of the response.", func(e *Expect) *int { return &e.Status }),
	format.Field("note", inline, "What else to check.", func(e *Expect) *string { return &e.Note }),
)

var fixFormat = format.Describe("fix", "A way to resolve the error.",
	format.Field("id", slug, "Identifies the fix in details, causes and addresses.", func(f *Fix) *string { return &f.ID }).Require(),
	format.Field("title", inline, "What to do, as an instruction.", func(f *Fix) *string { return &f.Title }).Require(),
	format.Field("when", inline, "Completes \"Use this if\".", func(f *Fix) *string { return &f.When }),
	format.Field("steps", markdown, "The steps, preferably as a numbered list.", func(f *Fix) *string { return &f.Steps }),
	format.Field("request", format.Maybe[Request](requestFormat), "The request that is part of the fix.", func(f *Fix) **Request { return &f.Request }),
	format.Field("expect", format.Maybe[Expect](expectFormat), "What shows that the fix worked.", func(f *Fix) **Expect { return &f.Expect }),
)

var relatedFormat = format.Describe("related entry", "Another entry, and why a reader may want it.",
	format.Field("slug", entryRef, "The other entry: a slug of the same status, or `status/slug`.", func(r *Related) *string { return &r.Slug }).Require(),
	format.Field("why", inline, "Why it is related.", func(r *Related) *string { return &r.Why }).Require(),
)

// EntryFormat describes the file of an entry.
var EntryFormat = format.Describe("<status>/<slug>.yaml", "One entry: a problem type (RFC 9457).",
	format.Field("title", line, "The exact title that the API sends.", func(e *Entry) *string { return &e.Title }).Require(),
	format.Field("status", statusCode, "The status. It must match the directory name.", func(e *Entry) *int { return &e.StatusCode }).Default("from the directory name"),
	format.Field("slug", slug, "The slug. It must match the file name.", func(e *Entry) *string { return &e.Slug }).Default("from the file name"),
	format.Field("code", line, "The short code that the API uses, such as `TOKEN_EXPIRED`.", func(e *Entry) *string { return &e.ShortCode }).Default("the slug"),
	format.Field("type", absoluteURI, "The type URI.", func(e *Entry) *string { return &e.Type }).Default("`base`, the status, `/`, the slug"),
	format.Field("family", slug, "Its group.", func(e *Entry) *string { return &e.Family }),
	format.Field("summary", inline, "One sentence that describes what happened and stands alone.", func(e *Entry) *string { return &e.Summary }),
	format.Field("tags", slugs, "Words to find the entry by.", func(e *Entry) *[]string { return &e.Tags }),
	format.Field("since", line, "The version of the API that first sent it.", func(e *Entry) *string { return &e.Since }),
	format.Field("updated", format.Date{}, "The date of the last change in meaning.", func(e *Entry) *string { return &e.Updated }),
	format.Field("aliases", format.List[string](addressForm, "list of slugs and paths"), "Old slugs or paths that still lead to this page and this type.", func(e *Entry) *[]string { return &e.Aliases }),
	format.Field("deprecated", format.Maybe[Lifecycle](lifecycleFormat), "The API will stop sending it.", func(e *Entry) **Lifecycle { return &e.Deprecated }),
	format.Field("retired", format.Maybe[Lifecycle](lifecycleFormat), "The API no longer sends it. Its page and slug remain.", func(e *Entry) **Lifecycle { return &e.Retired }),
	format.Field("draft", format.Bool{}, "`true` excludes it from every release.", func(e *Entry) *bool { return &e.Draft }).Default("`false`"),
	format.Field("go", entryGoFormat, "Settings for its Go code.", func(e *Entry) *EntryGo { return &e.Go }),
	format.Field("instance", line, "An example of the member `instance` (RFC 9457 section 3.1.5).", func(e *Entry) *string { return &e.Instance }),
	format.Field("params", format.List[Param](paramFormat, "list of params"), "Typed extension members, and the placeholders of details, challenges and headers.", func(e *Entry) *[]Param { return &e.Params }),
	format.Field("details", format.List[Detail](detailFormat, "list of details"), "The texts that the server sends, one for each scenario.", func(e *Entry) *[]Detail { return &e.Details }),
	format.Field("challenges", format.List[Challenge](challengeFormat, "list of challenges"), "The challenges that it sends.", func(e *Entry) *[]Challenge { return &e.Challenges }).Default("those of the status"),
	format.Field("headers", format.Pairs{Kind: "mapping of field names to values"}, "Additional header fields. Values may contain placeholders.", func(e *Entry) *[]Pair { return &e.Headers }),
	format.Field("recovery", format.Maybe[Recovery](recoveryFormat), "What a client should do.", func(e *Entry) **Recovery { return &e.Recovery }),
	format.Field("description", markdown, "Background. Headings start at `###`.", func(e *Entry) *string { return &e.Description }),
	format.Field("causes", format.List[Cause](causeFormat, "list of causes"), "Why it occurs, the most common first.", func(e *Entry) *[]Cause { return &e.Causes }),
	format.Field("fixes", format.List[Fix](fixFormat, "list of fixes"), "Ways to resolve the error, in the order in which to try them.", func(e *Entry) *[]Fix { return &e.Fixes }),
	format.Field("faq", format.List[Question](questionFormat, "list of questions"), "Questions and answers.", func(e *Entry) *[]Question { return &e.FAQ }),
	format.Field("security", markdown, "What the server must not reveal in this response.", func(e *Entry) *string { return &e.Security }),
	format.Field("related", format.List[Related](relatedFormat, "list of related entries"), "Other entries, with the reason.", func(e *Entry) *[]Related { return &e.Related }),
	format.Field("lookalikes", format.List[Lookalike](lookalikeFormat, "list of lookalikes"), "Statuses that are confused with this error.", func(e *Entry) *[]Lookalike { return &e.Lookalikes }),
	format.Field("references", format.List[Reference](referenceFormat, "list of references"), "Sources.", func(e *Entry) *[]Reference { return &e.References }),
)

// BadBase returns what is wrong with a base and how to fix it; empty texts if it is valid.
func BadBase(s string) (what, help string) {
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "":
		return "base is not an absolute http or https URI", "write it as https://errors.example.com/"
	case u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.ContainsAny(s, "?#\\ "):
		return "base contains more than a host and a path", "remove user, query and fragment"
	case !strings.HasSuffix(s, "/"):
		return "base does not end with a slash", "write " + s + "/"
	case strings.Contains(u.Path, "//") || strings.Contains(u.Path, "/./") || strings.Contains(u.Path, "/../"):
		return "base has a path with empty, . or .. parts", "remove these parts"
	}
	return "", ""
}

// badBase is BadBase with the value in the message.
func badBase(s string) (what, help string) {
	if what, help = BadBase(s); what != "" {
		what = "the base " + diag.Quote(s) + strings.TrimPrefix(what, "base")
	}
	return what, help
}

// nearMethod suggests a valid method, as help.
func nearMethod(s string) string {
	if upper := strings.ToUpper(s); upper != s {
		return "did you mean " + upper + "?"
	}
	return ""
}

func notAbsolute(s string) (what, help string) {
	u, err := url.Parse(s)
	if err != nil || !u.IsAbs() || u.User != nil || strings.ContainsAny(s, " <>\"\\^`{|}") {
		return diag.Quote(s) + " is not an absolute URI", "write it as https://errors.example.com/401/token-expired"
	}
	if !slices.Contains(typeSchemes, u.Scheme) {
		return diag.Quote(s) + " has a scheme that is not allowed in a type URI", "use one of: " + strings.Join(typeSchemes, ", ")
	}
	return "", ""
}

// typeSchemes are the allowed schemes of type URIs. Pages show the URI, and some clients
// open it.
var typeSchemes = []string{"https", "http", "urn", "tag", "about"}

// notLink allows only schemes that readers can follow safely. An allowlist is safer than a
// list of dangerous schemes.
func notLink(s string) (what, help string) {
	u, err := url.Parse(s)
	if err != nil || strings.ContainsAny(s, " <>\"\\^`|") {
		return "the address " + diag.Quote(s) + " is malformed", "write it as https://example.com/page, and percent-encode other characters"
	}
	switch {
	case u.User != nil:
		return "the address " + diag.Quote(s) + " contains a user name", "remove it"
	case u.Scheme == "mailto" && u.Opaque != "":
	case (u.Scheme == "https" || u.Scheme == "http") && u.Host != "":
	case u.Scheme == "https" || u.Scheme == "http":
		return "the address " + diag.Quote(s) + " has no host", "write it as https://example.com/page"
	default:
		return "the address " + diag.Quote(s) + " is not allowed in a link", "begin it with https://, http:// or mailto:"
	}
	return "", ""
}

var patternName = regexp.MustCompile(`\{([^{}]*)\}`)

// patternOf allows addresses with the given placeholders after the host.
func patternOf(names ...string) func(string) (what, help string) {
	return func(s string) (what, help string) {
		for _, m := range patternName.FindAllStringSubmatch(s, -1) {
			if !slices.Contains(names, m[1]) {
				return "the pattern " + diag.Quote(s) + " has the unknown placeholder {" + m[1] + "}", cmp.Or(diag.DidYouMean(m[1], names), "use {"+strings.Join(names, "}, {")+"}")
			}
		}
		plain := patternName.ReplaceAllString(s, "x")
		if strings.ContainsAny(plain, "{}") {
			return "the pattern " + diag.Quote(s) + " has an unmatched brace", "write {" + names[0] + "}, or percent-encode the brace"
		}
		if u, err := url.Parse(s); err != nil || strings.ContainsAny(u.Host, "{}") {
			return "the pattern " + diag.Quote(s) + " has a placeholder in its host", "write the host without placeholders"
		}
		return notLink(plain)
	}
}
