#pragma once

#include "history/rows.hpp"

#include <string>

namespace crura::test {

// Rows in which no two numbers are alike and most need all digits of a double; every third estimate
// is unknown.

inline history::WallTime wall(std::int64_t ms)
{
    return history::WallTime(std::chrono::milliseconds(1'790'000'000'000 + ms));
}

inline Estimate estimate_of(int seed)
{
    return seed % 3 == 0 ? Estimate{} : Estimate{seed / 7., 0.1 + seed / 13., true};
}

inline history::SessionFigures figures_of(int seed)
{
    history::SessionFigures figures;
    figures.length_s = 1200 + seed / 3.;
    figures.heard_s = 1100 + seed / 9.;
    figures.breaths = std::uint32_t(100 + seed);
    figures.breath_rate_bpm = estimate_of(seed);
    figures.abdominal_share = estimate_of(seed + 1);
    figures.partition = Partition(seed % 3);
    figures.slow_minutes = estimate_of(seed + 2);
    figures.carry_over = estimate_of(seed + 1);
    if (seed % 2)
        figures.comfort = std::uint8_t(seed % 5);
    figures.ease_before = std::uint8_t(seed % 5);
    if (seed % 4)
        figures.ease_after = std::uint8_t((seed + 1) % 5);
    figures.difference = std::uint8_t(seed % 3);
    figures.tremor_s = seed / 11.;
    figures.sighs = std::uint32_t(seed % 7);
    figures.brakes = std::uint32_t(seed % 4);
    return figures;
}

inline history::SessionRow session_of(history::Id person, int seed)
{
    history::SessionRow row;
    row.person = person;
    row.program_id = "constructive-rest";
    row.program_name = "Ruhe; \"wirklich\" – l'été 静けさ 😌 \\ ' %s $1";
    row.crura_version = "0.1.0";
    row.sensors = "imu, imu";
    row.recording = "/somewhere/session " + std::to_string(seed) + ".crura";
    row.began = wall(seed * 86'400'000LL + 123);
    row.figures = figures_of(seed);
    return row;
}

inline history::BreathRow breath_of(int seed)
{
    return {seed * 6.1,        9 + seed / 17.,        2 + seed / 19.,      3 + seed / 23.,
            estimate_of(seed), estimate_of(seed + 1), Partition(seed % 3), (seed % 100) / 99.};
}

inline history::Batch batch_of(int first_breath, int breaths)
{
    history::Batch batch;
    for (int i = first_breath; i < first_breath + breaths; ++i)
        batch.breaths.push_back(breath_of(i));
    return batch;
}

inline bool same(const Estimate& a, const Estimate& b)
{
    return a.known == b.known && (!a.known || (a.value == b.value && a.plus_minus == b.plus_minus));
}

inline bool same(const history::SessionFigures& a, const history::SessionFigures& b)
{
    return a.length_s == b.length_s && a.heard_s == b.heard_s && a.breaths == b.breaths
        && same(a.breath_rate_bpm, b.breath_rate_bpm) && same(a.abdominal_share, b.abdominal_share)
        && a.partition == b.partition && same(a.slow_minutes, b.slow_minutes)
        && same(a.carry_over, b.carry_over) && a.comfort == b.comfort
        && a.ease_before == b.ease_before && a.ease_after == b.ease_after
        && a.difference == b.difference && a.tremor_s == b.tremor_s && a.sighs == b.sighs
        && a.brakes == b.brakes;
}

inline bool same_but_id(const history::SessionRow& a, const history::SessionRow& b)
{
    const bool same_arm = a.arm.has_value() == b.arm.has_value()
        && (!a.arm || (a.arm->comparison == b.arm->comparison && a.arm->side == b.arm->side));
    return a.person == b.person && a.program_id == b.program_id && a.program_name == b.program_name
        && a.crura_version == b.crura_version && a.sensors == b.sensors
        && a.recording == b.recording && a.began == b.began && a.ended == b.ended
        && a.finished == b.finished && same_arm && same(a.figures, b.figures);
}

inline bool same(const history::BreathRow& a, const history::BreathRow& b)
{
    return a.start_s == b.start_s && a.breath_rate_bpm == b.breath_rate_bpm
        && a.inspiratory_time_s == b.inspiratory_time_s
        && a.expiratory_time_s == b.expiratory_time_s && same(a.abdominal_share, b.abdominal_share)
        && same(a.phase_angle_deg, b.phase_angle_deg) && a.partition == b.partition
        && a.confidence == b.confidence;
}

inline bool same(const history::AnswerRow& a, const history::AnswerRow& b)
{
    return a.at_s == b.at_s && a.question == b.question && a.when == b.when && a.by == b.by
        && a.choice == b.choice;
}

inline bool same(const history::MarkerRow& a, const history::MarkerRow& b)
{
    return a.at_s == b.at_s && a.kind == b.kind && a.text == b.text;
}

template <class Row>
bool same_rows(const std::vector<Row>& a, const std::vector<Row>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Row& x, const Row& y) { return same(x, y); });
}

} // namespace crura::test
