// FerretDB with SQLite behind it: a real server that speaks MongoDB's wire protocol.
package main

import (
	"context"
	"flag"
	"log"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/FerretDB/FerretDB/ferretdb"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:27017", "address")
	state := flag.String("state", ".", "folder of the databases")
	flag.Parse()
	// What a query decodes is gone with its answer: time is scarcer than memory.
	debug.SetGCPercent(400)
	f, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{TCP: *listen},
		Handler:   "sqlite",
		SQLiteURL: "file:" + *state + "/",
	})
	if err != nil {
		log.Fatal(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	go endWithParent(os.Getppid())
	if err := f.Run(ctx); err != nil {
		log.Fatal(err)
	}
}

// endWithParent keeps the server from outliving tests that were killed.
func endWithParent(parent int) {
	for range time.Tick(time.Second) {
		if os.Getppid() != parent {
			os.Exit(1)
		}
	}
}
