// Orders is a small HTTP API that returns its errors through the package apierr, which
// errdocs generates from the catalog in this repository, and a client that recovers from them.
//
//	go run ./examples/orders           # the API
//	go run ./examples/orders client    # the client, in another terminal
package main

import (
	"crypto/rand"
	"flag"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"time"
)

//go:generate go run github.com/errdocs/errdocs/cmd/errdocs gen go

func main() {
	addr := flag.String("addr", "localhost:8080", "address of the API")
	flag.Parse()
	if flag.Arg(0) == "client" {
		log.SetFlags(0)
		if err := tour(os.Stdout, "http://"+*addr, time.Sleep); err != nil {
			log.Fatal(err)
		}
		return
	}
	key := make([]byte, 32)
	_, _ = rand.Read(key) // crypto/rand does not fail
	s := newServer(key, time.Now, slog.Default())
	fmt.Printf("Try: curl -i http://%s/orders\n", *addr)
	server := &http.Server{Addr: *addr, Handler: s.routes(), ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(server.ListenAndServe())
}

// tour sends the client two errors that it can fix.
func tour(w io.Writer, base string, sleep func(time.Duration)) error {
	c := &client{base: base, http: http.DefaultClient, say: log.New(w, "  ", 0)}
	c.ask = func(acr []string) url.Values { // an app would open a browser here
		return url.Values{"user": {"ada"}, "password": {passwords["ada"]}, "acr": acr}
	}
	fmt.Fprintln(w, "sign in")
	if err := c.signIn(nil); err != nil {
		return err
	}
	fmt.Fprintln(w, "refund order 1")
	var refunded order
	if err := c.call("POST", "/orders/1/refund", &refunded); err != nil {
		return err
	}
	fmt.Fprintln(w, "wait for the token to expire, then list the orders")
	sleep(lifetime + time.Second)
	var orders []order
	if err := c.call("GET", "/orders", &orders); err != nil {
		return err
	}
	fmt.Fprintln(w, orders)
	return nil
}
