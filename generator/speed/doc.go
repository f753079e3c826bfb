// Package speed holds the test that measures the command against its bars, beside other
// programs. It has no code of its own.
package speed
