package serval.system;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.redisson.Redisson;
import org.redisson.api.RBucket;
import org.redisson.api.RCountDownLatch;
import org.redisson.api.RLock;
import org.redisson.api.RMapCache;
import org.redisson.api.RPatternTopic;
import org.redisson.api.RPermitExpirableSemaphore;
import org.redisson.api.RRateLimiter;
import org.redisson.api.RReadWriteLock;
import org.redisson.api.RReliableTopic;
import org.redisson.api.RSemaphore;
import org.redisson.api.RTopic;
import org.redisson.api.RateType;
import org.redisson.api.RedissonClient;
import org.redisson.api.map.event.EntryExpiredListener;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/** Redisson, whose locks, limits and caches are Lua scripts and messages. */
@Timeout(300)
class RedissonIT {
    /** How long a lock lasts if nobody prolongs it: Redisson's own default, and short where that is what is tested. */
    private static final Duration LONG = Duration.ofSeconds(30);

    private static final Duration SHORT = Duration.ofSeconds(6);
    private static final int THREADS = 4;

    @SuppressWarnings("NullAway.Init")
    private static ServalProcess server;

    @SuppressWarnings("NullAway.Init")
    private static RedissonClient here;

    /** As if it were another machine. */
    @SuppressWarnings("NullAway.Init")
    private static RedissonClient there;

    @SuppressWarnings("NullAway.Init")
    private static ExecutorService threads;

    @BeforeAll
    static void start() {
        server = ServalProcess.start("notify-keyspace-events Ex");
        here = client(LONG);
        there = client(LONG);
        threads = Executors.newCachedThreadPool();
    }

    @AfterAll
    static void stop() {
        threads.shutdownNow();
        there.shutdown();
        here.shutdown();
        server.close();
    }

    private static RedissonClient client(Duration watchdog) {
        Config config = new Config().setCodec(StringCodec.INSTANCE).setLockWatchdogTimeout(watchdog.toMillis());
        config.useSingleServer()
                .setAddress("redis://127.0.0.1:" + server.port())
                .setConnectionPoolSize(16)
                .setConnectionMinimumIdleSize(2);
        return Redisson.create(config);
    }

    /** Runs this at both clients, by some threads each, until all are done. */
    private static void everywhere(ThrowingTask task) throws Exception {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (RedissonClient client : List.of(here, there)) {
            for (int i = 0; i < THREADS; i++) {
                tasks.add(() -> {
                    task.run(client);
                    return null;
                });
            }
        }
        for (Future<Void> done : threads.invokeAll(tasks)) {
            done.get();
        }
    }

    private interface ThrowingTask {
        void run(RedissonClient client) throws Exception;
    }

    /** Has threads of both clients count under a lock in a way that would lose counts without it. */
    private static void countsUnder(java.util.function.Function<RedissonClient, RLock> lock, String counter)
            throws Exception {
        int times = 25;
        here.<String>getBucket(counter).set("0");
        everywhere(client -> {
            for (int i = 0; i < times; i++) {
                RLock mine = lock.apply(client);
                mine.lock();
                try {
                    RBucket<String> bucket = client.getBucket(counter);
                    bucket.set(Integer.toString(Integer.parseInt(bucket.get()) + 1));
                } finally {
                    mine.unlock();
                }
            }
        });
        assertEquals(
                Integer.toString(2 * THREADS * times),
                here.<String>getBucket(counter).get());
        assertFalse(lock.apply(here).isLocked());
    }

    @Test
    void lockExcludesThreadsOfBothClients() throws Exception {
        countsUnder(client -> client.getLock("lock"), "lock:counter");
    }

    @Test
    void lockIsReentrantAndOnlyItsOwnerMayUnlockIt() throws Exception {
        RLock lock = here.getLock("reentrant");
        lock.lock();
        assertTrue(lock.tryLock());
        assertEquals(2, lock.getHoldCount());
        assertFalse(there.getLock("reentrant").tryLock());
        Future<?> other = threads.submit(() -> assertThrows(IllegalMonitorStateException.class, lock::unlock));
        other.get();
        lock.unlock();
        assertTrue(lock.isHeldByCurrentThread());
        lock.unlock();
        assertFalse(lock.isLocked());
        assertEquals(0, here.getKeys().countExists("reentrant"));
    }

    @Test
    void watchdogKeepsALockAndWithoutItALockExpires() throws Exception {
        RedissonClient brief = client(SHORT);
        RLock kept = brief.getLock("watched");
        kept.lock();
        // It is prolonged each third of the time that it is taken for: what is left of it goes up again.
        long before = kept.remainTimeToLive();
        long now = before;
        while (now <= before) {
            before = now;
            now = kept.remainTimeToLive();
            assertTrue(now > 0, "the lock expired");
        }
        kept.unlock();
        brief.shutdown();

        RLock leased = here.getLock("leased");
        leased.lock(300, MILLISECONDS);
        // Nobody says that it is free: whoever waits does so for its time to live.
        RLock waiting = there.getLock("leased");
        assertTrue(waiting.tryLock(60, 30, SECONDS));
        assertFalse(leased.isHeldByCurrentThread());
        waiting.unlock();
    }

    @Test
    void lockOfAClientThatIsGoneExpires() throws Exception {
        RedissonClient passing = client(SHORT);
        passing.getLock("abandoned").lock();
        passing.shutdown();
        RLock lock = here.getLock("abandoned");
        assertTrue(lock.tryLock(60, SECONDS));
        lock.unlock();
    }

    @Test
    void fairLockServesInTheOrderOfAsking() throws Exception {
        RLock held = here.getFairLock("fair");
        held.lock();
        BlockingQueue<Integer> order = new LinkedBlockingQueue<>();
        List<Future<?>> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            RedissonClient client = i % 2 == 0 ? here : there;
            waiting.add(threads.submit(() -> {
                RLock lock = client.getFairLock("fair");
                lock.lock();
                order.add(number);
                lock.unlock();
            }));
            while (here.<String>getDeque("redisson_lock_queue:{fair}").size() <= i) {
                Thread.onSpinWait();
            }
        }
        held.unlock();
        for (Future<?> each : waiting) {
            each.get();
        }
        assertEquals(List.of(0, 1, 2, 3, 4), List.copyOf(order));
        countsUnder(client -> client.getFairLock("fair:2"), "fair:counter");
    }

    @Test
    void readersShareAndWritersDoNot() throws Exception {
        RReadWriteLock lock = here.getReadWriteLock("rw");
        RReadWriteLock same = there.getReadWriteLock("rw");
        lock.readLock().lock();
        assertTrue(same.readLock().tryLock());
        assertFalse(same.writeLock().tryLock());
        same.readLock().unlock();
        Future<Boolean> writer = threads.submit(() -> {
            RLock write = same.writeLock();
            write.lock();
            boolean alone = !threads.submit(() -> lock.readLock().tryLock()).get();
            write.unlock();
            return alone;
        });
        lock.readLock().unlock();
        assertTrue(writer.get());
        assertTrue(lock.writeLock().tryLock());
        // The writer may read as well.
        assertTrue(lock.readLock().tryLock());
        lock.writeLock().unlock();
        assertTrue(same.readLock().tryLock());
        same.readLock().unlock();
        lock.readLock().unlock();
        countsUnder(client -> client.getReadWriteLock("rw:2").writeLock(), "rw:counter");
    }

    @Test
    void severalLocksAsOne() {
        RLock both = here.getMultiLock(here.getLock("multi:1"), here.getLock("multi:2"));
        both.lock();
        assertTrue(there.getLock("multi:1").isLocked());
        assertFalse(there.getLock("multi:2").tryLock());
        both.unlock();
        assertFalse(there.getLock("multi:2").isLocked());
    }

    @Test
    void semaphoreLetsInAsManyAsItHasPermits() throws Exception {
        RSemaphore semaphore = here.getSemaphore("semaphore");
        assertTrue(semaphore.trySetPermits(3));
        assertFalse(semaphore.trySetPermits(9));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        everywhere(client -> {
            RSemaphore mine = client.getSemaphore("semaphore");
            for (int i = 0; i < 20; i++) {
                mine.acquire();
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                inside.decrementAndGet();
                mine.release();
            }
        });
        assertTrue(most.get() <= 3, most + " were inside");
        assertEquals(3, semaphore.availablePermits());
        assertEquals(3, semaphore.drainPermits());
        assertFalse(there.getSemaphore("semaphore").tryAcquire(50, MILLISECONDS));
        semaphore.release(2);
        assertTrue(there.getSemaphore("semaphore").tryAcquire(2));
    }

    @Test
    void permitsOfASemaphoreExpire() throws Exception {
        RPermitExpirableSemaphore semaphore = here.getPermitExpirableSemaphore("permits");
        assertTrue(semaphore.trySetPermits(2));
        String kept = semaphore.acquire();
        String leased = semaphore.acquire(60, SECONDS);
        assertNotNull(kept);
        assertNotNull(leased);
        assertNull(there.getPermitExpirableSemaphore("permits").tryAcquire());
        assertTrue(semaphore.updateLeaseTime(leased, 200, MILLISECONDS));
        String next = there.getPermitExpirableSemaphore("permits").tryAcquire(60, 30, SECONDS);
        assertNotNull(next);
        assertFalse(semaphore.tryRelease(leased));
        semaphore.release(kept);
        there.getPermitExpirableSemaphore("permits").release(next);
        assertEquals(2, semaphore.availablePermits());
    }

    @Test
    void rateLimiterAllowsSoManyInATime() {
        RRateLimiter limiter = here.getRateLimiter("rate");
        assertTrue(limiter.trySetRate(RateType.OVERALL, 5, Duration.ofSeconds(2)));
        assertFalse(there.getRateLimiter("rate").trySetRate(RateType.OVERALL, 9, Duration.ofSeconds(9)));
        long begun = System.nanoTime();
        int allowed = 0;
        while (there.getRateLimiter("rate").tryAcquire()) {
            allowed++;
        }
        assertTrue(allowed >= 5, allowed + " allowed");
        assertTrue(allowed == 5 || System.nanoTime() - begun >= SECONDS.toNanos(2), allowed + " allowed at once");
        // One that waits is let in when the time is over.
        assertTrue(limiter.tryAcquire(5, Duration.ofSeconds(60)));
        assertTrue(System.nanoTime() - begun >= SECONDS.toNanos(2), "allowed too early");
    }

    @Test
    void topicsReachListenersOfNamesAndPatterns() throws Exception {
        RTopic topic = here.getTopic("news.sports");
        RPatternTopic pattern = here.getPatternTopic("news.*");
        BlockingQueue<String> byName = new LinkedBlockingQueue<>();
        BlockingQueue<String> byPattern = new LinkedBlockingQueue<>();
        int listener = topic.addListener(String.class, (channel, message) -> byName.add(channel + "=" + message));
        int other = pattern.addListener(
                String.class, (from, channel, message) -> byPattern.add(from + "=" + channel + "=" + message));
        assertEquals(2, there.getTopic("news.sports").publish("goal"));
        assertEquals(1, there.getTopic("news.weather").publish("rain"));
        assertEquals("news.sports=goal", byName.take());
        assertEquals("news.*=news.sports=goal", byPattern.take());
        assertEquals("news.*=news.weather=rain", byPattern.take());
        assertEquals(1, there.getTopic("news.sports").countSubscribers());
        topic.removeListener(listener);
        pattern.removeListener(other);
        assertEquals(0, there.getTopic("news.sports").publish("nobody"));
        assertTrue(byName.isEmpty());
    }

    @Test
    void shardedTopicsReachTheirListeners() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        RTopic topic = here.getShardedTopic("shard");
        int listener = topic.addListener(String.class, (channel, message) -> heard.add(message.toString()));
        assertEquals(1, there.getShardedTopic("shard").publish("one"));
        assertEquals("one", heard.take());
        topic.removeListener(listener);
    }

    @Test
    void reliableTopicKeepsItsMessagesForEachSubscriber() throws Exception {
        RReliableTopic topic = here.getReliableTopic("reliable");
        BlockingQueue<String> first = new LinkedBlockingQueue<>();
        BlockingQueue<String> second = new LinkedBlockingQueue<>();
        topic.addListener(String.class, (channel, message) -> first.add(message.toString()));
        RReliableTopic same = there.getReliableTopic("reliable");
        same.addListener(String.class, (channel, message) -> second.add(message.toString()));
        assertEquals(2, topic.countSubscribers());
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sent.add("message " + i);
            topic.publish("message " + i);
        }
        for (BlockingQueue<String> each : List.of(first, second)) {
            List<String> heard = new ArrayList<>();
            while (heard.size() < sent.size()) {
                heard.add(each.take());
            }
            assertEquals(sent, heard);
        }
        topic.removeAllListeners();
        same.removeAllListeners();
    }

    @Test
    void latchOpensWhenItIsCountedDown() throws Exception {
        RCountDownLatch latch = here.getCountDownLatch("latch");
        assertTrue(latch.trySetCount(3));
        assertFalse(latch.trySetCount(5));
        CountDownLatch waiting = new CountDownLatch(2);
        List<Future<Boolean>> released = new ArrayList<>();
        for (RedissonClient client : List.of(here, there)) {
            released.add(threads.submit(() -> {
                RCountDownLatch mine = client.getCountDownLatch("latch");
                waiting.countDown();
                return mine.await(60, SECONDS);
            }));
        }
        waiting.await();
        for (int i = 0; i < 3; i++) {
            there.getCountDownLatch("latch").countDown();
        }
        for (Future<Boolean> each : released) {
            assertTrue(each.get());
        }
        assertEquals(0, latch.getCount());
    }

    @Test
    void bucketsAreSetComparedAndExpire() {
        RBucket<String> bucket = here.getBucket("bucket");
        assertTrue(bucket.setIfAbsent("one"));
        assertFalse(there.<String>getBucket("bucket").setIfAbsent("two"));
        assertTrue(bucket.compareAndSet("one", "two"));
        assertFalse(bucket.compareAndSet("one", "three"));
        assertEquals("two", bucket.getAndSet("three"));
        assertEquals("three", bucket.getAndDelete());
        assertFalse(bucket.isExists());
        bucket.set("short", Duration.ofMillis(100));
        while (bucket.get() != null) {
            Thread.onSpinWait();
        }
        assertEquals(-2, bucket.remainTimeToLive());
        here.getBuckets().set(Map.of("bucket:1", "1", "bucket:2", "2"));
        assertEquals(
                Map.of("bucket:1", "1", "bucket:2", "2"), there.getBuckets().get("bucket:1", "bucket:2"));
    }

    @Test
    void entriesOfAMapCacheExpire() throws Exception {
        RMapCache<String, String> map = here.getMapCache("cache");
        BlockingQueue<String> expired = new LinkedBlockingQueue<>();
        map.addListener((EntryExpiredListener<String, String>) event -> expired.add(event.getKey()));
        assertNull(map.put("lasting", "1"));
        assertNull(map.put("short", "2", 60, SECONDS));
        assertEquals("2", map.put("short", "3", 200, MILLISECONDS));
        assertNull(map.putIfAbsent("idle", "4", 0, SECONDS, 200, MILLISECONDS));
        assertEquals("1", there.<String, String>getMapCache("cache").get("lasting"));
        assertEquals("1", map.putIfAbsent("lasting", "9"));
        assertTrue(map.replace("lasting", "1", "5"));
        assertEquals("6", map.merge("lasting", "6", (old, merged) -> merged));
        while (map.get("short") != null) {
            Thread.onSpinWait();
        }
        // What is gone for readers is removed by a task of Redisson's, which tells. Looking at one that idles would
        // keep it.
        assertEquals(Set.of("short", "idle"), Set.of(expired.take(), expired.take()));
        assertEquals(Map.of("lasting", "6"), map.readAllMap());
        assertEquals(1, map.fastRemove("lasting", "none"));
        assertTrue(map.trySetMaxSize(2));
        map.put("a", "1");
        map.put("b", "2");
        map.put("c", "3");
        assertEquals(2, map.size());
        map.destroy();
    }

    @Test
    void namedObjectsHearOfTheirExpiry() throws Exception {
        RBucket<String> bucket = here.getBucket("heard");
        BlockingQueue<String> expired = new LinkedBlockingQueue<>();
        int listener = bucket.addListener((org.redisson.api.ExpiredObjectListener) expired::add);
        bucket.set("value", Duration.ofMillis(50));
        assertEquals("heard", expired.take());
        bucket.removeListener(listener);
    }
}
