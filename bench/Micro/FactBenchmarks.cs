using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Micro;

/// <summary>What every act costs before anything is written: who acts, by when, and the hash of the entry.</summary>
public class FactBenchmarks
{
    static readonly DateTimeOffset Friday = new(2024, 11, 22, 15, 30, 0, TimeSpan.FromHours(7));

    Installation installation = null!;
    LegalClock clock = null!;
    DirectorySnapshot directory = null!;
    Entry entry = null!;
    Guid clerk, chair;
    byte[] salt = [];
    string payload = "";

    [GlobalSetup]
    public async Task Begin()
    {
        installation = await Installation.Begin();
        clock = installation.Services.GetRequiredService<LegalClock>();
        directory = await installation.Services.GetRequiredService<DirectoryCache>().Get();
        clerk = Guid.Parse("6fddfeda-ad3d-5675-9fd3-79ded2adc29a"); // Cao Thu Giang, one-stop desk of Trọng Hóa, in data/officers.csv
        chair = directory.Holders(directory.FindUnit("44")!.Id, "services.read", new(2024, 11, 22)).First().Id;
        salt = RandomNumberGenerator.GetBytes(EntryPayload.SaltLength);
        payload = $"{{\"name\":\"Cao Thu Giang\",\"title\":\"Công chức tiếp nhận và trả kết quả\",\"unit\":\"Ủy ban nhân dân xã Trọng Hóa\",\"event\":{{\"dossierId\":\"{Guid.Empty}\",\"code\":\"H46.22.03-241118-0007\",\"dueAt\":\"2024-11-27T10:00:00+00:00\"}}}}";
        entry = new Entry
        {
            Id = Guid.CreateVersion7(Friday), SubjectId = Guid.CreateVersion7(Friday), SubjectKind = "Dossier", Seq = 2, Event = "services.dossier-accepted", At = Friday, ActorKind = ActorKind.Officer,
            AccountId = clerk, UnitId = chair, PayloadHash = EntryPayload.HashOf(salt, payload), PreviousHash = EntryPayload.HashOf(salt, ""),
        };
    }

    [GlobalCleanup]
    public async Task End() => await installation.DisposeAsync();

    [Benchmark(Description = "legal clock: three working days over a weekend, started and evaluated")]
    public Deadline WorkingDays() => clock.Evaluate(clock.Start(new(3, TimeLimitUnit.WorkingDays), Friday));

    [Benchmark(Description = "legal clock: eight office hours over a weekend")]
    public Deadline OfficeHours() => clock.Evaluate(clock.Start(new(8, TimeLimitUnit.OfficeHours), Friday));

    [Benchmark(Description = "canonical hash of an entry")]
    public byte[] EntryHash() => entry.ComputeHash();

    [Benchmark(Description = "salted hash of its payload")]
    public byte[] PayloadHash() => EntryPayload.HashOf(salt, payload);

    [Benchmark(Description = "actor of a commune's clerk")]
    public Actor Clerk() => directory.ActorFor(clerk, clerk, Friday, new(2024, 11, 22));

    [Benchmark(Description = "actor of the province's chair, over all units")]
    public Actor Chair() => directory.ActorFor(chair, chair, Friday, new(2024, 11, 22));
}
