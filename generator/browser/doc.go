// Package browser holds the tests that open the built-in site in Chromium. It has no
// code of its own.
package browser
