#!/bin/sh
# boot.sh LAB MEMORY, as the first process of new pid and mount namespaces. The guest's memory is an executable file, which /dev/shm often
# does not allow in containers, so it gets a tmpfs of its own that ends with the mount namespace.
set -eu
lab=$1
memory=$2

mount -t tmpfs -o exec,mode=0700,size="$memory" lab-memory "$lab/memory"
export TMPDIR="$lab/memory"
if [ -e "$lab/wide-registers.so" ]; then export LD_PRELOAD="$lab/wide-registers.so"; fi
exec linux.uml "mem=$memory" rootfstype=hostfs ro "init=$lab/init.sh" "uml_dir=$lab/memory/uml" umid=lab \
  console=tty0 con=null con0=null,fd:1 ssl=null panic=-1 quiet loglevel=2
