package format

// Limits of what a file may hold. Over any of them a finding at its line names the
// limit. They are far above what people write and far below what hangs a build.
const (
	MaxFile     = 1 << 20  // bytes of a file
	MaxDepth    = 16       // levels of nesting
	MaxKeys     = 200      // keys of a mapping
	MaxNodes    = 30_000   // nodes of a file
	MaxLine     = 1000     // characters of a one-line text
	MaxMarkdown = 32 << 10 // bytes of a Markdown text
)
