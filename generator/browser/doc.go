// Package browser contains only the tests that open the built-in site in Chromium.
package browser
