package catalog

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/errdocs/errdocs/generator/diag"
)

var (
	slugPattern  = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	identPattern = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
)

// ParseStatus parses a status from 400 to 599 with three digits, as in file names.
func ParseStatus(name string) (code int, ok bool) {
	code, err := strconv.Atoi(name)
	return code, err == nil && len(name) == 3 && code >= 400 && code <= 599
}

// CheckSlug returns what is wrong with a slug as the name of an entry's file, and how to fix
// it; empty texts if the slug is valid.
func CheckSlug(s string) (problem, help string) {
	switch {
	case s == "":
		return "the slug is missing", "write it as 409/already-exists"
	case len(s) > diag.SlugCharacters.Max:
		return diag.SlugCharacters.Over(len(s)), diag.SlugCharacters.Help
	case !slugPattern.MatchString(s):
		return fmt.Sprintf("%s is not a slug", diag.Quote(s)), cmp.Or(nearSlug(s), "use lower-case letters and digits, separated by single hyphens")
	case slices.Contains(devices, s):
		return fmt.Sprintf("%s is a device name on Windows", diag.Quote(s)), "choose a different slug"
	case s == homeFile:
		return `"index" is reserved for a file of the site`, "choose a different slug"
	}
	return "", ""
}

// devices are the names that Windows does not allow for files.
var devices = strings.Fields("con prn aux nul com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9")

// noDevice rejects device names in names that become part of a file name.
func noDevice(s string) (what, help string) {
	for part := range strings.SplitSeq(s, "/") {
		if stem, _, _ := strings.Cut(part, "."); slices.Contains(devices, stem) {
			return diag.Quote(stem) + " is a device name on Windows", "choose a different name"
		}
	}
	return "", ""
}

// nearSlug suggests a valid slug, as help.
func nearSlug(s string) string {
	status, slug, isPath := strings.Cut(s, "/")
	if _, ok := ParseStatus(status); isPath && ok {
		if help, ok := strings.CutPrefix(nearSlug(slug), "did you mean "); ok {
			return "did you mean " + status + "/" + help
		}
		return ""
	}
	return near(s, "-", slugPattern, diag.SlugCharacters.Max)
}

// near suggests a valid name: the words of s in lower case, with a different separator.
func near(s, joiner string, form *regexp.Regexp, limit int) string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return strings.ContainsRune(" _.-", r) })
	if name := strings.Join(words, joiner); name != s && len(name) <= limit && form.MatchString(name) {
		return "did you mean " + name + "?"
	}
	return ""
}
