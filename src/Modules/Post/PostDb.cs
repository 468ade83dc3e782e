using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Data;
using NhatLe.Post.Desk;
using NhatLe.Post.Orders;
using NhatLe.Post.Settlement;

namespace NhatLe.Post;

public sealed class PostDb(DbContextOptions<PostDb> options) : ModuleDb(options)
{
    public DbSet<PostOrder> Orders => Set<PostOrder>();
    public DbSet<HandOverList> Lists => Set<HandOverList>();
    public DbSet<SettledDay> Days => Set<SettledDay>();
    public DbSet<SettlementDifference> Differences => Set<SettlementDifference>();

    /// <summary>A day that was compared; once more replaces what was found before.</summary>
    public void Keep(SettledDay day) => Last(batch => batch.Add($"""
        INSERT INTO post_days (day, read_at, ours_vnd, theirs_vnd, orders) VALUES ({day.Day}, {day.ReadAt}, {day.OursVnd}, {day.TheirsVnd}, {day.Orders})
        ON CONFLICT (day) DO UPDATE SET read_at = {day.ReadAt}, ours_vnd = {day.OursVnd}, theirs_vnd = {day.TheirsVnd}, orders = {day.Orders}
        """));

    protected override void Define(ModelBuilder model)
    {
        model.Entity<PostOrder>(o =>
        {
            o.ToTable("post_orders").HasKey(x => x.Id);
            o.Ignore(x => x.MayBeCancelled).Ignore(x => x.NeedsDecision).Ignore(x => x.MayBeSentAnew).Ignore(x => x.IsForgotten);
        });
        model.Entity<HandOverList>().ToTable("post_lists").HasKey(l => l.Id);
        model.Entity<SettledDay>().ToTable("post_days").HasKey(d => d.Day);
        model.Entity<SettlementDifference>().ToTable("post_differences").HasKey(d => d.Id);
    }
}
