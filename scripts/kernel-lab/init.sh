#!/bin/bash
# The guest's first program: a copy in the lab's folder, started with the host's files as a read-only root. It runs the lab's command
# and leaves the exit status beside it.
set -eu
lab=${0%/*}
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

power_off() {
  sync
  echo o >/proc/sysrq-trigger
  # The trigger returns before the power is off, and the kernel panics when its first program ends.
  sleep 60
}

# Above the host's files lies a layer of memory: everything can be written, nothing reaches the host.
enter_disposable_root() {
  insmod "/usr/lib/uml/modules/$(uname -r)/kernel/fs/overlayfs/overlay.ko"
  mount -t tmpfs -o size=75% disposable /tmp
  mkdir /tmp/upper /tmp/work /tmp/root
  mount -t overlay -o lowerdir=/,upperdir=/tmp/upper,workdir=/tmp/work disposable /tmp/root
  # The one way out: the lab's folder, at the path that it has on the host.
  mount -t hostfs -o "$lab" results "/tmp/root$lab"
  mkdir -p /tmp/root/.host
  cd /tmp/root
  pivot_root . .host
  cd /
}

mount_kernel_filesystems() {
  mount -t proc proc /proc
  umount --lazy /.host
  mount -t sysfs sysfs /sys
  mount -t cgroup2 cgroup2 /sys/fs/cgroup
  mount -t tmpfs tmpfs /run
  mount -t devtmpfs devtmpfs /dev
  mkdir -p /dev/pts /dev/shm
  mount -t devpts devpts /dev/pts
  mount -t tmpfs tmpfs /dev/shm
  ln -sfn /proc/self/fd /dev/fd
  ln -sfn fd/0 /dev/stdin
  ln -sfn fd/1 /dev/stdout
  ln -sfn fd/2 /dev/stderr
}

load_modules() {
  mkdir -p /lib/modules
  ln -sfn "/usr/lib/uml/modules/$(uname -r)" "/lib/modules/$(uname -r)"
  modprobe --all ipv6 veth ifb dummy sch_netem sch_prio sch_htb sch_tbf sch_sfq sch_ingress cls_u32 cls_flower cls_matchall act_mirred
}

start_docker() {
  modprobe --all overlay bridge br_netfilter ip_tables iptable_nat iptable_filter ip6_tables ip6table_filter ip6table_nat \
    xt_MASQUERADE xt_conntrack xt_addrtype
  # The guest's kernel has no nftables for Docker to use.
  mkdir /run/legacy
  ln -s "$(command -v iptables-legacy)" /run/legacy/iptables
  ln -s "$(command -v ip6tables-legacy)" /run/legacy/ip6tables
  mkdir -p /var/lib/docker
  mount -t tmpfs -o size=75% docker /var/lib/docker
  PATH="/run/legacy:$PATH" dockerd --host unix:///run/docker.sock >"$lab/dockerd.log" 2>&1 &
  until docker info >/dev/null 2>&1; do
    if ! kill -0 $!; then
      tail -n 20 "$lab/dockerd.log"
      return 1
    fi
    sleep 0.5
  done
}

trap power_off EXIT
enter_disposable_root
mount_kernel_filesystems
load_modules
hostname kernel-lab
ip link set lo up
# Lines shall arrive as they were written.
stty -opost </dev/console
if [ -e "$lab/docker" ]; then start_docker; fi

mapfile -d '' -t command <"$lab/command"
set +e
# A pipe, as programs draw differently on a terminal.
"${command[@]}" </dev/null 2>&1 | cat
echo "${PIPESTATUS[0]}" >"$lab/status"
