package catalog

import (
	"bytes"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/errdocs/errdocs/generator/diag"
)

// secretShapes are the patterns of keys that secret scanners detect, each with a word that
// every match contains: searching for the word is a hundred times faster. Few texts contain
// one of the words, so most patterns are never compiled.
var secretShapes = []secretShape{
	newSecretShape("AKIA", `\bAKIA[0-9A-Z]{16}\b`),
	newSecretShape("ghp_", `\bghp_[A-Za-z0-9]{36,}\b`),
	newSecretShape("gho_", `\bgho_[A-Za-z0-9]{36,}\b`),
	newSecretShape("ghs_", `\bghs_[A-Za-z0-9]{36,}\b`),
	newSecretShape("github_pat_", `\bgithub_pat_[A-Za-z0-9_]{60,}\b`),
	newSecretShape("glpat-", `\bglpat-[A-Za-z0-9_-]{20,}\b`),
	newSecretShape("xox", `\bxox[abprs]-[A-Za-z0-9-]{10,}\b`),
	newSecretShape("k_live_", `\b[sr]k_live_[A-Za-z0-9]{16,}\b`),
	newSecretShape("AIza", `\bAIza[0-9A-Za-z_-]{35}\b`),
	newSecretShape(".eyJ", `\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}`),
	newSecretShape("PRIVATE KEY-----", `-----BEGIN [A-Z ]*PRIVATE KEY-----`),
}

type secretShape struct {
	word, pattern string
	shape         func() *regexp.Regexp
}

func newSecretShape(word, pattern string) secretShape {
	return secretShape{word, pattern, sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })}
}

// HoldsSecret reports whether a text contains something that looks like a live secret.
func HoldsSecret(text string) bool {
	for _, s := range secretShapes {
		if strings.Contains(text, s.word) && s.shape().MatchString(text) {
			return true
		}
	}
	return false
}

// SecretPatterns returns the patterns of live secrets as regular expressions, valid in RE2
// and ECMAScript.
func SecretPatterns() []string {
	patterns := make([]string, len(secretShapes))
	for i, s := range secretShapes {
		patterns[i] = s.pattern
	}
	return patterns
}

// FindSecrets reports live secrets anywhere in the content of a file, including comments.
func FindSecrets(file string, data []byte, l *diag.List) {
	for _, s := range secretShapes {
		if !bytes.Contains(data, []byte(s.word)) {
			continue
		}
		for _, at := range s.shape().FindAllIndex(data, -1) {
			before := bytes.TrimPrefix(data[:at[0]], []byte("\ufeff"))
			line := bytes.Count(before, []byte("\n"))
			col := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
			l.Add(diag.LiveSecret, diag.Pos{File: file, Line: line + 1, Col: col + 1}, "the text contains something that looks like a live secret").
				WithHelp("use a placeholder such as $TOKEN; if it was real, revoke it")
		}
	}
}
