package diag

// Check is a problem that errdocs detects: its stable ID, its severity, and the
// explanation for docs/checks.md, which is generated.
type Check struct {
	ID       string
	Severity Severity
	Title    string // what is wrong, as a heading
	Explain  string // why it matters and what to do, in Markdown
}

// The checks. The meaning of an ID never changes, and the ID of a removed check is not reused.
var (
	NoCatalog      = &Check{"FIL001", Error, "No catalog", "The directory has no `errdocs.yaml`, or the catalog has no entries. An empty catalog would replace the published site with an empty one."}
	NotAFile       = &Check{"FIL002", Error, "Not a regular file", "A catalog consists of regular files. Symbolic links, devices and pipes are rejected: a catalog may come from an untrusted pull request, and a link can point to any file on the build machine."}
	MisplacedFile  = &Check{"FIL003", Error, "An unexpected file or directory", "A catalog contains `errdocs.yaml`, `<status>.yaml` and `<status>/<slug>.yaml`. Statuses range from 400 to 599. A slug consists of lower-case letters, digits and single hyphens, has at most 64 characters, and is not a name that Windows reserves for a device."}
	UnreadableFile = &Check{"FIL004", Error, "A file cannot be read", "The file exists but cannot be read. The message says why."}

	YAMLSyntax    = &Check{"YML001", Error, "YAML syntax", "The file is not valid YAML. The position is where the parser stopped. The mistake is often one line above: an unclosed quote, or a line whose indentation does not match the lines around it."}
	SeveralDocs   = &Check{"YML002", Error, "Several YAML documents", "A file contains one document. Most tools silently ignore everything after a line `---` or `...`, so errdocs rejects it."}
	YAMLReference = &Check{"YML003", Error, "Anchor, alias, merge key or tag", "Anchors (`&x`), aliases (`*x`), merge keys (`<<`) and tags (`!x`) are not allowed: they let a small file expand to gigabytes, and they change the meaning of a value. Write the value out."}
	BadCharacter  = &Check{"YML004", Error, "A character that is not allowed", "Files are UTF-8. Control characters, line separators other than LF, and characters that reorder or hide text are not allowed, raw or escaped: a reviewer must see what readers and agents will get."}
	OverLimit     = &Check{"YML005", Error, "A limit is exceeded", "Sizes are limited, so that no catalog can hang a build or exhaust its memory. The message shows the limit; `docs/limits.md` lists all limits."}
	DuplicateKey  = &Check{"YML006", Error, "A key appears twice", "YAML parsers silently keep one of the two values."}

	UnknownKey     = &Check{"FMT001", Error, "Unknown key", "The key is not part of the format. It is often a typo. `docs/catalog-format.md` lists every key."}
	MissingKey     = &Check{"FMT002", Error, "A key is missing", "The object requires this key."}
	WrongType      = &Check{"FMT003", Error, "Wrong type of value", "The value has a type that the key does not accept. YAML converts some words to other types: quote a string such as `\"401\"` or `\"yes\"`."}
	MalformedValue = &Check{"FMT004", Error, "Malformed value", "The value does not have the required form. The message describes the form."}
	UnknownValue   = &Check{"FMT005", Error, "Not one of the allowed values", "The key accepts one word of a fixed list."}
	EmptyValue     = &Check{"FMT006", Error, "Empty value", "An empty value has no meaning. Set the key or remove it."}

	DisagreeingName  = &Check{"CAT001", Error, "Status or slug differs from the file name", "The directory name is the status, and the file name is the slug. The file may repeat both, but they must match."}
	DuplicateType    = &Check{"CAT003", Error, "Two entries with the same type URI", "The type URI identifies the problem type (RFC 9457 section 3.1.1). If two entries share one, no client can tell them apart."}
	MisplacedType    = &Check{"CAT004", Error, "A type URI under base that is not its page", "A type URI under `base` must be the address of the entry's page. Any other address under `base` would return 404 or, worse, a different page."}
	TakenAddress     = &Check{"CAT005", Error, "An address is already used", "Aliases keep old addresses working. An alias must not be the address of a page, another alias or a file of the site: it would hide it."}
	UnknownFamily    = &Check{"CAT006", Error, "Unknown family", "Declare families in `errdocs.yaml`, in the order in which the site shows them."}
	UnknownEntry     = &Check{"CAT007", Error, "Unknown entry", "`related`, `deprecated.use`, `retired.use` and `responses.fallback` refer to entries of this catalog: `slug` for the same status, `status/slug` for a different one."}
	UnknownFix       = &Check{"CAT008", Error, "Unknown fix", "A detail or cause refers to a fix that its entry does not have."}
	DuplicateID      = &Check{"CAT009", Error, "An ID or element appears twice", "IDs of details, fixes, params and families become addresses and names; tags and related entries become lists. Each must be unique."}
	SelfReference    = &Check{"CAT010", Error, "An entry refers to itself", "A related entry or a replacement must be a different entry."}
	SecondUnnamed    = &Check{"CAT011", Error, "A second detail without id", "One detail of an entry may have no `id`. The others need one, because details become constructors and fragments."}
	UndeclaredParam  = &Check{"CAT012", Error, "An undeclared placeholder", "Declare every `{placeholder}` of a detail, challenge or header as a param of the entry. Clients then find its value in a separate member and never parse text (RFC 9457 section 3.1.4)."}
	UnusedParam      = &Check{"CAT013", Error, "A required param that is not used", "The server sends a param even if no detail, challenge or header uses it, and every constructor requires it. Use it, or set `optional: true`."}
	WrongExample     = &Check{"CAT014", Error, "An example that does not match the type of its param", "The example fills the responses on the pages, so it must have the type of the param."}
	ReservedMember   = &Check{"CAT015", Error, "A member name that is already used", "RFC 9457 defines `type`, `title`, `status`, `detail` and `instance`. A param or member cannot use these names, or the name of a member that every response contains."}
	DraftReference   = &Check{"CAT016", Error, "A reference to a draft", "A release has no page for a draft, so the link would be dead."}
	RetiredReference = &Check{"CAT017", Error, "A replacement that is itself retired or deprecated", "`deprecated.use` and `retired.use` refer readers to the entry that they should use now."}
	RequestBody      = &Check{"CAT018", Error, "More than one body in a request", "A request has only one of `form`, `json` and `body`."}
	ForeignPath      = &Check{"CAT019", Error, "A path that leaves its directory", "Paths in a catalog are relative and contain no `..`."}
	MissingChallenge = &Check{"HTTP001", Error, "A 401 or 407 without a challenge", "A 401 response must send WWW-Authenticate, a 407 response Proxy-Authenticate, with at least one challenge (RFC 9110 sections 15.5.2 and 15.5.8). Set `challenges` in the entry, or a default in `<status>.yaml`."}
	MissingAllow     = &Check{"HTTP002", Error, "A 405 without Allow", "A 405 response lists the allowed methods in the Allow field (RFC 9110 section 15.5.6)."}
	BareChallenge    = &Check{"HTTP003", Error, "A challenge with a missing parameter", "A Bearer challenge has at least one parameter (RFC 6750 section 3). Basic and Digest need a realm (RFC 7617 section 2, RFC 7616 section 3.3). A `realm` in `errdocs.yaml` applies to all of them."}
	NeedlessError    = &Check{"HTTP004", Error, "An error code for a request without credentials", "A request without credentials gets a Bearer or DPoP challenge without `error` (RFC 6750 section 3.1). Clients use the code to distinguish \"log in\" from \"get a new token\"."}
	ChallengeSyntax  = &Check{"HTTP005", Error, "Invalid challenge syntax", "Schemes and parameter names are tokens, each name occurs once, and values are printable ASCII (RFC 9110 section 11.2). `error` and `error_description` contain no quotes or backslashes, and `scope` is a list of tokens (RFC 6750 section 3)."}
	HeaderSyntax     = &Check{"HTTP006", Error, "Invalid header syntax", "Names are tokens, and values are printable ASCII (RFC 9110 section 5)."}
	ReservedHeader   = &Check{"HTTP007", Error, "A header that cannot be set here", "Content-Type, Content-Length, Content-Language and the challenges come from other keys. Hop-by-hop fields belong to the connection (RFC 9110 section 7.6.1)."}
	RawHTML          = &Check{"MD001", Error, "Raw HTML", "Markdown in a catalog contains no HTML: the page would drop it, but an agent would still read it in the Markdown page. Write it in `code`."}
	LinkTarget       = &Check{"MD002", Error, "A link target that is not allowed", "Links go to `https`, `http` and `mailto` addresses, to pages of this site and to fragments of the page."}
	DanglingLink     = &Check{"MD003", Error, "A broken link", "The site has no page or section with this name."}
	FenceLanguage    = &Check{"MD004", Error, "A code block without a language", "Every fenced block has a language, or `text` if no other fits: readers get colors, and agents know the format."}
	FenceSyntax      = &Check{"MD005", Error, "A code block that does not parse", "Blocks of JSON, YAML, Go and HTTP are parsed, because readers copy them."}
	HeadingLevel     = &Check{"MD006", Error, "A heading of the wrong level", "The page uses the upper levels. Do not use `#`; use `##` only in the description of a status."}
	MarkupTooComplex = &Check{"MD007", Error, "Markdown that is too complex", "Some short texts take a Markdown parser minutes. The limits are far above what a reader could follow."}
	LiveSecret       = &Check{"SEC001", Error, "Text that looks like a live secret", "Use placeholders such as `$TOKEN` in examples. Text in the form of a real key triggers secret scanners wherever it is copied, and may be a real key."}
	NoImages         = &Check{"MD008", Error, "An image", "A catalog is text: its pages, Markdown pages and terminal output must have the same content."}
	InlineOnly       = &Check{"MD009", Error, "A block in a one-line text", "This key accepts one line of text with `code`, emphasis and links. Move lists, headings and code blocks to a different key."}
	GoNoName         = &Check{"GO001", Error, "No Go name can be derived", "A Go name begins with a letter. Set `go.name`."}
	GoBadName        = &Check{"GO002", Error, "An invalid Go name", "`go.name` is an exported Go identifier; `go.package` and the names of params are identifiers."}
	GoCollision      = &Check{"GO003", Error, "A Go name is already used", "Two items of the catalog would have the same name in the generated package."}
	GoReserved       = &Check{"GO004", Error, "A Go name that the generated package reserves", "The runtime of the generated package uses some names and reserves others for later."}
	MissingSummary   = &Check{"CON001", Warning, "No summary", "Write one sentence that stands alone. It becomes the page's description, the note in `llms.txt` and the first line of the Go comment."}
	MissingDetail    = &Check{"CON002", Warning, "No detail", "People search for the text that the server sends."}
	MissingCause     = &Check{"CON003", Warning, "No cause", "Readers recognize their situation by its cause."}
	MissingFix       = &Check{"CON004", Warning, "No fix", "Readers come to the page for a fix."}
	DetailWithoutFix = &Check{"CON005", Warning, "A detail without a fix", "Link each case to its own fix: `fix: <id>`."}
	CauseWithoutFix  = &Check{"CON006", Warning, "A cause without a fix", "Link each cause to the fix that removes it: `fix: <id>`."}
	AmbiguousDetail  = &Check{"CON007", Warning, "Two details that can produce the same text", "A detail should identify its entry. With these two, a reader who has the text cannot tell which case applies."}
	LongTwin         = &Check{"CON008", Warning, "The Markdown page is too long", "A page of at most 5,000 characters fits the smallest context window of an agent, and the patience of a reader."}
	LongOpening      = &Check{"CON009", Warning, "The opening is too long", "Keep summary, first fix and verdict within 600 characters in total, so that the first screen is enough to act."}
	MissingExample   = &Check{"CON010", Warning, "A param without an example", "The example fills the responses on the page. Without one, they show a fixed value of the type."}
	MissingRecovery  = &Check{"CON011", Warning, "No recovery", "`recovery` specifies whether to retry the request, what to do, who acts and when to stop: the first four things an agent needs to know."}
)

// Checks lists all checks in the order of the documentation.
var Checks = []*Check{
	NoCatalog, NotAFile, MisplacedFile, UnreadableFile,
	YAMLSyntax, SeveralDocs, YAMLReference, BadCharacter, OverLimit, DuplicateKey,
	UnknownKey, MissingKey, WrongType, MalformedValue, UnknownValue, EmptyValue,
	DisagreeingName, DuplicateType, MisplacedType, TakenAddress, UnknownFamily, UnknownEntry, UnknownFix,
	DuplicateID, SelfReference, SecondUnnamed, UndeclaredParam, UnusedParam, WrongExample, ReservedMember,
	DraftReference, RetiredReference, RequestBody, ForeignPath,
	MissingChallenge, MissingAllow, BareChallenge, NeedlessError, ChallengeSyntax, HeaderSyntax, ReservedHeader,
	RawHTML, LinkTarget, DanglingLink, FenceLanguage, FenceSyntax, HeadingLevel, MarkupTooComplex, NoImages, InlineOnly,
	LiveSecret,
	GoNoName, GoBadName, GoCollision, GoReserved,
	MissingSummary, MissingDetail, MissingCause, MissingFix, DetailWithoutFix, CauseWithoutFix, AmbiguousDetail,
	LongTwin, LongOpening, MissingExample, MissingRecovery,
}
