using System.Net;
using NhatLe.Platform.Facts;
using static NhatLe.Tests.Facts.FactsApp;

namespace NhatLe.Tests.Facts;

public sealed class LiveTests(FactsApp app) : IClassFixture<FactsApp>
{
    [Fact]
    public async Task A_new_duty_signals_the_open_inboxes_of_its_unit_within_a_second()
    {
        using var stream = await Stream.Open(await app.As(JusticeLogin));
        await app.GivenMatter("vừa đến", app.Time.Now.AddDays(1));
        Assert.True(await stream.Changed(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Of_a_topic_that_nobody_listens_to_any_more_nothing_stays()
    {
        var hub = new NhatLe.Platform.Live.LiveHub(TimeProvider.System);
        using (hub.Subscribe(["s:1", "s:2"]))
        {
            using (hub.Subscribe(["s:2"])) hub.Publish("s:2");
            Assert.Equal(2, hub.Topics);
        }
        Assert.Equal(0, hub.Topics);
    }

    [Fact]
    public async Task Another_unit_hears_nothing()
    {
        using var stream = await Stream.Open(await app.As(SpecialistLogin));
        await app.GivenMatter("của xã", app.Time.Now.AddDays(1));
        Assert.False(await stream.Changed(TimeSpan.FromMilliseconds(400)));
    }

    [Fact]
    public async Task A_page_that_was_cut_off_is_told_of_what_it_missed_and_of_nothing_else()
    {
        var client = await app.As(JusticeLogin);
        long seen;
        using (var stream = await Stream.Open(client)) seen = stream.LastId;
        await app.GivenMatter("lúc mất mạng", app.Time.Now.AddDays(1));

        using var again = await Stream.Open(client, seen);
        Assert.True(await again.Changed(TimeSpan.FromSeconds(1)));
        Assert.True(again.LastId > seen);

        using var third = await Stream.Open(client, app.Live.Newest);
        Assert.False(await third.Changed(TimeSpan.FromMilliseconds(400)));
    }

    [Fact]
    public async Task One_record_can_be_followed()
    {
        var matter = await app.GivenMatter("theo dõi", app.Time.Now.AddDays(1));
        using var stream = await Stream.Open(await app.As(JusticeLogin), path: "/live/" + matter.Id);
        await app.Move(matter.Id);
        Assert.True(await stream.Changed(TimeSpan.FromSeconds(1)));
    }

    /// <summary>What a browser's EventSource does: reads lines, remembers the last id.</summary>
    sealed class Stream(HttpResponseMessage answer, StreamReader reader) : IDisposable
    {
        Task<string?>? line;

        public long LastId { get; private set; }

        public static async Task<Stream> Open(App.Client client, long? seen = null, string path = "/live")
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (seen is not null) request.Headers.Add("Last-Event-ID", $"{seen}");
            var answer = await client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
            var stream = new Stream(answer, new StreamReader(await answer.Content.ReadAsStreamAsync()));
            while (await stream.Line(TimeSpan.FromSeconds(5)) is { Length: > 0 }) { /* the greeting, up to its empty line */ }
            return stream;
        }

        /// <summary>Whether a signal comes in this time.</summary>
        public async Task<bool> Changed(TimeSpan within)
        {
            var until = TimeProvider.System.GetTimestamp();
            while (TimeProvider.System.GetElapsedTime(until) < within)
                if (await Line(within - TimeProvider.System.GetElapsedTime(until)) == "data: changed") return true;
            return false;
        }

        async Task<string?> Line(TimeSpan within)
        {
            line ??= reader.ReadLineAsync();
            if (within <= TimeSpan.Zero || await Task.WhenAny(line, Task.Delay(within)) != line) return null;
            var text = await line;
            line = null;
            if (text?.StartsWith("id: ", StringComparison.Ordinal) == true) LastId = long.Parse(text[4..], System.Globalization.CultureInfo.InvariantCulture);
            return text;
        }

        public void Dispose()
        {
            reader.Dispose();
            answer.Dispose();
        }
    }
}
